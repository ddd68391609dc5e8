# codes: DET1
import torch

w = torch.randn(3, requires_grad=True)


def steps():
    yield 1
    w.data.zero_()
    yield 2


def early():
    yield 1
    w.data.zero_()  # expect: DET101
    yield 2


loss = w.pow(2).sum()
it = steps()
next(it)
loss.backward()
next(it, None)

loss = w.pow(2).sum()
it = early()
next(it)
next(it)
loss.backward()

loss = w.pow(2).sum()
it = steps()
next(it)
loss.backward()
it.close()
