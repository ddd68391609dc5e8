import torch
from torchtext.data import Field, Iterator

TEXT = Field(lower=True)


def lengths(dataset):
    iterator = Iterator(dataset, batch_size=2)
    return [len(example) for example in iterator.data()]  # not called


def vocabulary():
    return TEXT.data  # not flow
