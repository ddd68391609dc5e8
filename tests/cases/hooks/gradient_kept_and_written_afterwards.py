import torch

seen = []
a = torch.randn(3, requires_grad=True)
h = a * 2.0
h.register_hook(lambda grad: seen.append(grad))
a.register_post_accumulate_grad_hook(lambda p: p.grad.clamp_(max=1.0))
h.sum().backward()
seen[0].mul_(2.0)
