"""Of a tensor's ``.data`` nobody asks what it is, and nobody can delete it; matrices and data sets by what gives them."""

import gc
from copy import deepcopy

import dgl
import torch
import torchvision


def tensors():
    for found in gc.get_objects():
        if torch.is_tensor(found) or (hasattr(found, "data") and torch.is_tensor(found.data)):  # not asked
            yield found


def unwrapped(x):
    return x if isinstance(x.data, torch.Tensor) else x.data.values  # not asked; not same-name


def sharded(module):
    return [isinstance(p.data, dgl.Frame) for p in module.parameters()]  # tensor parameters call


def padded(sample, sizes):
    edges = sample.edges.data  # not deleted
    del sample.edges.data  # not deleted
    sample.edges.data = torch.nn.functional.pad(edges, sizes)  # not deleted
    return sample


def values(matrix):
    return torch.FloatTensor(matrix.tocoo().data)  # not flow


def of_a_graph(g, kind):
    return g.srcnodes[kind].data, g.edges["likes"].data  # not graph-frame; not graph-frame


train = torchvision.datasets.MNIST("files", train=True)
part = deepcopy(train)
part.data = train.data[::2]  # not flow; not flow
