import sys

import torch


def run(w, first, count):
    one, two = [], []
    for _ in range(count):
        one.append((w * w).sum())
        two.append((w * w).sum())
    torch.stack(one).sum().backward()
    torch.stack(one if first else two).sum().backward()


run(torch.randn(3, requires_grad=True), len(sys.argv) > 5, len(sys.argv) + 3)
