import torch

w = torch.randn(3, requires_grad=True)
buffer = torch.empty(3)
with torch.no_grad():
    torch.mul(w, 2.0, out=buffer)
torch.mul(w, 3.0, out=w)  # expect: DET307
