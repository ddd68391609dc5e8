import torch

cache = None


def remember(tensor):
    global cache
    cache = tensor.data  # expect: DET201


def forget():
    cache.zero_()  # expect: DET101


a = torch.randn(3, requires_grad=True)
out = a.exp()
remember(out)
forget()
out.sum().backward()
