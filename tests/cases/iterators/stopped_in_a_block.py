# codes: DET1 DET3
import contextlib

import torch


def guarded(w):
    try:
        yield w * 2
        w.data.mul_(2)  # expect: DET101
        yield w
    finally:
        w.data.add_(1)  # expect: DET101


def chosen(w, way):
    match way:
        case "twice":
            yield w * 2
            w.data.mul_(2)  # expect: DET101
            yield w
        case _:
            yield w


def caught(w):
    try:
        yield w
        raise ValueError
    except ValueError:
        w.data.mul_(2)  # expect: DET101
        yield w


def unrecorded(w):
    with torch.no_grad():
        yield w
        w.mul_(2)
    yield w


class Halving:
    def __init__(self, w):
        self.w = w

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.w.data.mul_(0.5)  # expect: DET101


def halved(w):
    with contextlib.suppress(KeyError), Halving(w):
        yield w
        print("last")


w = torch.randn(3, requires_grad=True)
steps = guarded(w)
next(steps)
loss = w.pow(2).sum()
loss.backward()

loss = w.pow(2).sum()
next(steps)
loss.backward()

loss = w.pow(2).sum()
next(steps, None)
loss.backward()

steps = chosen(w, "twice")
next(steps)
loss = w.pow(2).sum()
next(steps)
loss.backward()

steps = caught(w)
next(steps)
loss = w.pow(2).sum()
next(steps)
loss.backward()

steps = halved(w)
next(steps)
loss = w.pow(2).sum()
loss.backward()
loss = w.pow(2).sum()
next(steps, None)
loss.backward()

steps = unrecorded(w)
next(steps)
loss = w.pow(2).sum()
try:
    loss.backward()  # expect: DET301
except RuntimeError:
    pass
next(steps)
w.pow(2).sum().backward()
