import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
doubled = a * 2.0
doubled.clamp_(max=3.0)
doubled.sum().backward()
