from functools import partialmethod

import torch


class State:
    def __init__(self, h):
        self.h = h
        self.seen = []

    def _keep(self, scale, own):
        self.seen.append(scale * self.h)
        if own:
            self.h = self.h.detach().clone()

    keep = partialmethod(_keep, 2.0, own=True)
    watch = partialmethod(_keep, 1.0, own=False)


w = torch.randn(3, requires_grad=True)
h = torch.tanh(w)
state = State(h)
state.keep()
with torch.no_grad():
    state.h.zero_()
torch.stack(state.seen).sum().backward()

h = torch.tanh(w)
state = State(h)
state.watch()
state.h.data.zero_()  # expect: DET101
torch.stack(state.seen).sum().backward()
