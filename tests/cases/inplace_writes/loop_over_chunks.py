import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
with torch.no_grad():
    for part in out.chunk(2):
        part.zero_()  # expect: DET104
out.sum().backward()
