import torch
import torch.distributed as dist


class Party:
    """Only what calls the method itself tells of its parameters, not what calls another's of the same name."""

    def all_gather(self, tensor):
        parts = [torch.empty(tensor.shape) for _ in range(2)]
        dist.all_gather(parts, tensor.data)  # unknown none
        return parts

    def append(self, thing):
        self.kept = thing.data  # unknown none

    def sum(self, values):
        return values.data  # unknown none

    def run(self, names, x: torch.Tensor):
        self.names = []
        self.names.append([names])
        self.sums = sum([1, 2]), x.sum([0, 1])


class Own:
    def add(self, one):
        self.kept = one.data  # tensor flow

    def run(self):
        self.add(torch.ones(2))
