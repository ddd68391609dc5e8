# codes: DET1
from collections.abc import Mapping, Sequence

import torch


class Store(Mapping):
    def __init__(self, d):
        self._d = d

    def __getitem__(self, k):
        return self._d[k]

    def __iter__(self):
        return iter(self._d)

    def __len__(self):
        return len(self._d)


class Rows(Sequence):
    def __init__(self, items):
        self._items = items

    def __getitem__(self, i):
        return self._items[i]

    def __len__(self):
        return len(self._items)


w = torch.randn(3, requires_grad=True)
store = Store({"w": w})
loss = w.pow(2).sum()
for _, p in store.items():
    p.data.mul_(0.5)  # expect: DET101
loss.backward()

loss = w.pow(2).sum()
for p in store.values():
    p.data.mul_(0.5)  # expect: DET101
loss.backward()

loss = w.pow(2).sum()
store.get("w").data.mul_(0.5)  # expect: DET101
loss.backward()

loss = w.pow(2).sum()
for p in Rows([w]):
    p.data.mul_(0.5)  # expect: DET101
loss.backward()
