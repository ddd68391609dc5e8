import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
with torch.no_grad():
    out.masked_fill_(torch.ones(4, dtype=torch.bool), 0.5)  # expect: DET104
out.sum().backward()
