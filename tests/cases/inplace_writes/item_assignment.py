import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
out[0] = 5.0  # expect: DET104
out.sum().backward()
