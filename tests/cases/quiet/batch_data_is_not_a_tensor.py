import torch


class Batch:
    def __init__(self, rows):
        self.data = rows

    def first(self):
        return self.data[0]


batch = Batch([1.0, 2.0])
batch.data[0] = 3.0
batch.data.append(4.0)
weight = torch.ones(3, requires_grad=True)
loss = (weight * torch.tensor(batch.data)).sum()
loss.backward()
