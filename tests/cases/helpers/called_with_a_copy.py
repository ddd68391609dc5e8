import torch


def scale_(tensor, factor):
    tensor.mul_(factor)
    return tensor


a = torch.randn(3, requires_grad=True)
out = a.exp()
scale_(out.detach().clone(), 2.0)
out.sum().backward()
