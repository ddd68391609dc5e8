# codes: DET1
import torch


class Batch:
    def __init__(self, rows):
        self.rows = rows

    def detach(self):
        self.rows = self.rows.detach()
        return self

    def to(self, device):
        self.rows = self.rows.to(device)
        return self


def attribute(batch, steps):
    for step in steps:
        print(batch.rows[step])
    batch.detach().to("cpu")  # where a batch comes from is not seen: it may change itself
    return batch


def moved(batch: torch.Tensor):
    batch.detach().to("cpu")  # expect: DET124
    return batch


attribute.__call__(Batch(torch.ones(2)), [0])
moved.__call__(torch.ones(2))
