"""Frames of a graph's features, read by key; ``g.edges[…].data`` is told from what is done with it elsewhere."""

import torch


def has(g, name, kind):
    return name in g.edges[kind].data  # not result-use


def reverse(g, new, kinds):
    for kind in kinds:
        for key, feature in g.edges[kind].data.items():  # not result-use
            new.edges[kind].data[key] = torch.cat([feature, feature])  # not same-name
