import torch

a = torch.ones(3, requires_grad=True)
tmp = (a * 2).exp()
tmp.detach().mul_(2)
tmp.requires_grad_(False)
tmp.sum().backward()
