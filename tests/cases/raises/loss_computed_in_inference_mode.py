import torch


@torch.inference_mode()
def evaluate(weight, x):
    return (weight * x).sum()


weight = torch.randn(3, requires_grad=True)
loss = evaluate(weight, torch.randn(3))
try:
    loss.backward()  # expect: DET301
except RuntimeError:
    pass

with torch.inference_mode(), torch.enable_grad():
    loss = (weight * torch.randn(3)).sum()
try:
    loss.backward()  # expect: DET301
except RuntimeError:
    pass

with torch.no_grad(), torch.inference_mode(False):
    loss = (weight * torch.randn(3)).sum()
loss.backward()
