import torch
from torch_geometric.data import Batch, Data, InMemoryDataset


class Toy(InMemoryDataset):
    def __init__(self, graphs):
        super().__init__(".")
        self.data, self.slices = self.collate(graphs)  # not class


def count(batch: Batch) -> int:
    return batch.data.num_nodes  # not annotation


def wrap(x):
    graph = Data(x=x)
    return graph.data  # not flow
