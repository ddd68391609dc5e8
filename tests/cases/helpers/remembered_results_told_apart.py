from functools import cache, lru_cache

import torch


@cache
def window(size):
    return torch.hann_window(size) + 0.1


@lru_cache(maxsize=1)
def ramp(size):
    return torch.arange(1.0, size + 1.0)


a = torch.randn(4, requires_grad=True)
out = a * window(4)
window(8).mul_(2.0)
window.cache_clear()
window(4).mul_(2.0)
other = a * ramp(4)
ramp(8)
ramp(4).mul_(2.0)
(out + other).sum().backward()
