# codes: DET1
import torch
from torch.utils.data import Dataset


class Rows(Dataset):
    def __init__(self):
        self.rows = [torch.ones(3, requires_grad=True).exp() for _ in range(3)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, place):
        return self.rows[place], place


class Own:
    def __init__(self, rows):
        self.rows = rows

    def __getitem__(self, place):
        return self.rows[place]


for row, place in Rows():
    row.data.zero_()  # expect: DET101
    row.sum().backward()

out = torch.ones(3, requires_grad=True).exp()
for row in Own([out]):
    row.data.zero_()  # expect: DET101
out.sum().backward()
