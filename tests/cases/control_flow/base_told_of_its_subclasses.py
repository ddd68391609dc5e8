import torch


class Rule:
    rules = {}
    active = True

    def __init_subclass__(cls, *, key="", active=True, **others):
        super().__init_subclass__(**others)
        Rule.rules[key] = cls
        cls.active = active


class Halve(Rule, key="halve"):
    def apply(self, p):
        if self.active:
            p.data.mul_(0.5)  # expect: DET101


class Off(Rule, key="off", active=False):
    def apply(self, p):
        if self.active:
            p.data.mul_(0.5)  # expect: DET202


class Other: ...


class Zero(Other):
    def apply(self, p):
        p.data.zero_()  # expect: DET101


class One:
    def apply(self, p):
        p.data.fill_(1.0)  # expect: DET101


w = torch.randn(3, requires_grad=True)
for key in ("halve", "off"):
    loss = w.pow(2).sum()
    Rule.rules[key]().apply(w)
    loss.backward()

loss = w.pow(2).sum()
for cls in Other.__subclasses__():
    cls().apply(w)
loss.backward()

loss = w.pow(2).sum()
globals()["One"]().apply(w)
loss.backward()
