import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
total = a.sum()
with torch.no_grad():
    a.clamp_(max=2.0)
total.backward()
