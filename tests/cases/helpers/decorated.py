import functools

import torch


def logged(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@logged
def reset(tensor):
    tensor.zero_()  # expect: DET102


a = torch.randn(3, requires_grad=True)
out = a.exp()
reset(out.detach())
out.sum().backward()
