import torch
from torch import nn


class Node:
    def __init__(self):
        self.values = torch.ones(2)

    def expand(self):
        self.values = self.values.repeat(2)

    def detach(self):
        self.values = self.values.detach()


class Finalizer:
    def __init__(self, made):
        self.part = made(self)

    def release(self):
        self.part.detach()


def search(tree, state):
    root = tree.get(state)
    root.expand()
    root.detach()
    return root


def epoch(model, made, batches):
    for batch in batches:
        part = made(batch)
        part.detach()
        model(batch).sum().backward()
        state = torch.zeros(2)
        state.detach()  # expect: DET124


# for PyTorch only
search({1: Node()}, 1)
Finalizer(lambda owner: Node()).release()
epoch(nn.Linear(2, 1), lambda batch: Node(), [torch.ones(1, 2)] * 2)
