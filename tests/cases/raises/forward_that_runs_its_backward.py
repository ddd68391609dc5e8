import torch
import torch.nn.functional as F
from torch import nn


class Meta(nn.Module):
    def __init__(self, steps):
        super().__init__()
        self.steps = steps
        self.net = nn.Linear(4, 3)

    def forward(self, x, y):
        losses = [0 for _ in range(self.steps + 1)]
        with torch.no_grad():
            losses[0] += F.cross_entropy(self.net(x), y)
            losses[1] += F.cross_entropy(self.net(2 * x), y)
        for k in range(2, self.steps + 1):
            losses[k] += F.cross_entropy(self.net(k * x), y)
        losses[-1].backward()  # expect: DET301


def main():
    meta = Meta(1)
    meta(torch.randn(3, 4), torch.tensor([0, 1, 2]))


main()
