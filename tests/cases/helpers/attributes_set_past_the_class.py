# codes: DET1
import torch


class Watched:
    def __setattr__(self, name, value):
        self.kept.data.zero_()  # expect: DET101

    def __call__(self):
        self.kept.data.mul_(2)  # expect: DET101


class ByDict(Watched):
    def __init__(self, kept):
        self.__dict__["kept"] = kept


class ByObject(Watched):
    def __init__(self, kept):
        object.__setattr__(self, "kept", kept)


def result():
    return torch.ones(3, requires_grad=True).exp()


out = result()
ByDict(out)()
out.sum().backward()

out = result()
ByObject(out).anything = 1
out.sum().backward()
