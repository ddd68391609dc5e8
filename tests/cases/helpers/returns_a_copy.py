import torch


def plain(tensor):
    return tensor.detach().clone()


a = torch.randn(3, requires_grad=True)
out = a.exp()
numbers = plain(out)
numbers /= numbers.sum()
out.sum().backward()
