"""What is counted, or walked through, of things that nothing else is known of."""

import torch
from circuits import transpiled


def rate(c, evaluator, param):
    for gate in transpiled(c).data:  # not walked
        print(gate)
    product = evaluator.multiply(c)
    print(len(product.data))  # not walked
    print([p for p in param.data])  # not walked


def rows(w: torch.Tensor, other):
    print(len(w.data))  # tensor annotation
    other.backward()
    for row in other.data:  # tensor use
        print(row)


class Net(torch.nn.Module):
    def forward(self, x):
        return [row for row in x.data]  # tensor forward-argument
