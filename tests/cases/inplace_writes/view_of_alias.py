import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
out.view(2, 2)[0].fill_(2.0)  # expect: DET104
out.sum().backward()
