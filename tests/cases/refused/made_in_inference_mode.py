import torch

a = torch.randn(6, requires_grad=True)
h = a * 2
with torch.inference_mode():
    head = h[:2]
    table = torch.zeros(6)
    table.add_(1.0)
    with torch.no_grad():
        also = torch.zeros(6)  # as well

try:
    head.mul_(2.0)  # expect: DET307
except RuntimeError:
    pass

try:
    table.mul_(2.0)  # expect: DET307
except RuntimeError:
    pass

try:
    with torch.no_grad():
        also.mul_(2.0)  # expect: DET307
except RuntimeError:
    pass

copy = table.clone()
copy.mul_(2.0)
(copy * a).sum().backward()
