import torch
from torch import nn


class Positions(nn.Module):
    def __init__(self, length, width):
        super().__init__()

        def fill(out):
            out[:, 0::2] = torch.zeros(length, width // 2)  # expect: DET306
            out.detach_()  # expect: DET205

        self.table = nn.Embedding(length, width)
        fill(self.table.weight)

    def forward(self, x):
        return self.table(x)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.positions = Positions(4, 6)
        self.head = nn.Linear(6, 2)

    def reset(self, module):
        if isinstance(module, nn.Linear):
            assert module.bias is not None
            module.weight.data.zero_()  # expect: DET202

    def forward(self, x):
        return self.head(self.positions(x))


globals()["".join(["Mod", "el"])]()
