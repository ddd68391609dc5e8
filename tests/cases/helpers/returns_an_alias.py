import torch


def plain(tensor):
    return tensor.detach()


a = torch.randn(3, requires_grad=True)
out = a.exp()
numbers = plain(out)
numbers /= numbers.sum()  # expect: DET102
out.sum().backward()
