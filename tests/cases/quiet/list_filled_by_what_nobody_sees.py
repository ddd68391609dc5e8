import importlib

import torch


def gather(into, value):
    into.append(value)


def note(into, value):
    into["loss"] = value.sum()


class Sink:
    def __init__(self, into):
        self.into = into

    def __call__(self, value):
        self.into.append(value)


# A package for logging has functions of this kind.
package = vars(importlib.import_module(__name__))
keep, record, Collector = (package["".join(name)] for name in (["ga", "ther"], ["no", "te"], ["Si", "nk"]))

w = torch.randn(3, requires_grad=True)

states = []
keep(states, w.exp())
torch.stack(states).sum().backward()

losses = {"loss": torch.zeros(())}
record(losses, w.exp())
losses["loss"].backward()

outputs = []
collect = Collector(outputs)
collect(w.exp())
torch.stack(outputs).sum().backward()

owned = []
if not owned:
    keep(owned, w)
if owned:
    total = w.exp().sum()
    total.backward()
