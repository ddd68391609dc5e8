"""Dicts of one's own that say by a base what they hold."""

from typing import Any, Generic, TypeVar

import torch
from records import TypedDict

K = TypeVar("K")


class Array:
    def __init__(self, data):
        self.data = data  # not class

    def numpy(self):
        return self.data  # not class


class Arrays(TypedDict[str, Array]):
    def to_numpy(self):
        found = []
        for k in list(self.keys()):
            arr = self.pop(k)
            found.append(arr.numpy())
            print(len(arr.data))  # not class
        return found

    def first(self):
        return self["first"].data  # not class


class Weights(TypedDict[str, torch.Tensor]):
    def total(self):
        return sum(w.data.sum() for w in self.values())  # tensor annotation


class Others(TypedDict[str, Any]):
    def first(self):
        return self.pop("first").data  # unknown none


class Pair(Generic[K]):
    def first(self):
        return self.pop("first").data  # unknown none
