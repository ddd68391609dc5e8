import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
with torch.no_grad():
    out[...] = 0.25  # expect: DET104
out.sum().backward()
