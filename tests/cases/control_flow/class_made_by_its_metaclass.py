import torch

RULES = []


class Quiet(type):
    def __new__(meta, name, bases, space):
        space["active"] = False
        return super().__new__(meta, name, bases, space)


class Listed(type):
    def __init__(cls, name, bases, space):
        super().__init__(name, bases, space)
        RULES.append(cls)


class Off(metaclass=Quiet):
    active = True

    def apply(self, p):
        if self.active:
            p.data.mul_(0.5)  # expect: DET202


class Halve(metaclass=Listed):
    def apply(self, p):
        p.data.mul_(0.5)  # expect: DET101


w = torch.randn(3, requires_grad=True)
loss = w.pow(2).sum()
Off().apply(w)
loss.backward()

loss = w.pow(2).sum()
for rule in RULES:
    rule().apply(w)
loss.backward()
