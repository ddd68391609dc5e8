# codes: DET1
import sys
import types
import torch


class Config:
    def __init__(self, **given):
        for name, value in given.items():
            setattr(self, name, value)


def check(config):
    out = torch.ones(3, requires_grad=True).exp()
    if hasattr(config, "clear"):
        out.data.zero_()  # expect: DET101
    out.sum().backward()


names = sys.argv[1:] or ["clear"]
check(Config(**{name: 1 for name in names}))
space = types.SimpleNamespace()
vars(space).update({name: 1 for name in names})
check(space)
other = types.SimpleNamespace()
for name in names:
    setattr(other, name, 1)
out = torch.ones(3, requires_grad=True).exp()
if getattr(other, "clear", None):
    out.data.zero_()  # expect: DET101
out.sum().backward()
