import torch


class Cache:
    def __init__(self):
        self.last = None

    def remember(self, out):
        self.last = out.data  # expect: DET201

    def clear(self):
        self.last.zero_()  # expect: DET101


a = torch.randn(3, requires_grad=True)
cache = Cache()
out = a.exp()
cache.remember(out)
cache.clear()
out.sum().backward()
