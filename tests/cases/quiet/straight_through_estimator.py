import torch

w = torch.randn(4, requires_grad=True)
hard = (w > 0).float()
soft = w.sigmoid()
gate = (hard - soft).detach() + soft
gate.sum().backward()
