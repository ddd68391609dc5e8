import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
out.index_fill_(0, torch.tensor([0, 2]), 0.0)  # expect: DET104
out.sum().backward()
