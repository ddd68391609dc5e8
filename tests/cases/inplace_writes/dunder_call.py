import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
with torch.no_grad():
    out.__imul__(4.0)  # expect: DET104
out.sum().backward()
