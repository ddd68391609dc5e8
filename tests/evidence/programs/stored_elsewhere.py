"""A part of something is what the file's other functions store there, where they agree."""

import torch
from toolbox import Held


def create(state, names):
    for name in names:
        state["old"][name] = Held(name)
        state["new"][name] = torch.zeros(3)
        state["any"][name] = Held(name)


def change(state, names):
    for name in names:
        state["any"][name] = torch.ones(3)


def update(state, names):
    for name in names:
        state["old"][name].data = torch.empty_like(state["old"][name].data)  # not flow; not flow
        print(state["new"][name].data)  # tensor flow
        print(state["any"][name].data)  # unknown none
