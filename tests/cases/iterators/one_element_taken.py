# codes: DET1
import torch

a = torch.randn(3, requires_grad=True)
b = torch.randn(3, requires_grad=True)


def emptied(p):
    p.data.zero_()  # expect: DET101
    return True


def scaled(p):
    p.data.zero_()
    return True


loss = b.pow(2).sum()
first = next(p.data.zero_() for p in [a, b])
loss.backward()

loss = b.pow(2).sum()
hit = any(scaled(p) if p is not a else True for p in [a, b])
loss.backward()

loss = b.pow(2).sum()
missed = all(emptied(p) for p in [a, b])
loss.backward()

loss = b.pow(2).sum()
rest = (p.data.zero_() for p in [a, b])  # expect: DET101
next(rest)
next(rest)
loss.backward()
