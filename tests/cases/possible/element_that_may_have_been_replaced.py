import importlib

import torch


def check(states):
    assert all(state.isfinite().all() for state in states)


# A package has a function of this kind, which might as well put something else in the place of an element.
look = vars(importlib.import_module(__name__))["".join(["ch", "eck"])]

w = torch.randn(3, requires_grad=True)
h = w.exp()
states = [h]
look(states)
states[0].data.zero_()  # expect: DET111
h.sum().backward()
