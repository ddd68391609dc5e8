import torch

w = torch.ones(3, requires_grad=True)
h = w * 2
h.register_hook(lambda grad: grad.clamp(-0.5, 0.5))
h.sum().backward()
