from functools import lru_cache

import torch


@lru_cache(maxsize=None)
def window(size):
    return torch.hann_window(size) + 0.1


def normalised(size):
    curve = window(size)
    curve /= curve.max()  # expect: DET104
    return curve.tolist()


a = torch.randn(4, requires_grad=True)
out = a * window(4)
print(normalised(4))
out.sum().backward()
