"""What a name is bound to later holds earlier only where a loop leads back."""

import gc

import torch
from toolbox import load


def score(matrix):
    row = load(matrix)
    first = row.data  # not use
    row = torch.tensor(row.toarray())
    return row, first


def train(matrix):
    state = None
    for step in range(3):
        if state is not None:
            print(state.data)  # tensor flow
        state = torch.tensor(step)
    while matrix:
        print(matrix.data)  # tensor flow
        matrix = torch.tensor(3)


def tensors():
    for each in gc.get_objects():
        if torch.is_tensor(each) or (hasattr(each, "data") and torch.is_tensor(each.data)):  # not asked
            print(each.size())
