import torch

a = torch.rand(4, requires_grad=True)
alphas = torch.cumprod(a, dim=0)
alphas.data[-1] = 0.5  # expect: DET101
alphas.sum().backward()
