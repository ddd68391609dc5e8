import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
torch.neg_(out)  # expect: DET104
out.sum().backward()
