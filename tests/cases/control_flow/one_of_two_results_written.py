# codes: DET1 DET3
import sys

import torch
import torch.nn.functional as F
from torch import nn

c = len(sys.argv) < 5


def results():
    w = torch.randn(3, requires_grad=True)
    return w, w.sigmoid(), w.exp()


def differentiate(result):
    try:
        result.sum().backward()
    except RuntimeError:
        print("refused")


w, a, b = results()
F.relu(a if c else b, inplace=True)  # expect: DET114
differentiate(a)

w, a, b = results()
nn.ReLU(inplace=True)(a if c else b)  # expect: DET114
differentiate(a)

w, a, b = results()
torch.relu_(a if c else b)  # expect: DET114
differentiate(a)

w, a, b = results()
x = a if c else b
x[0] = 5.0  # expect: DET114
differentiate(a)

w, a, b = results()
x = a if c else b
x.detach().numpy()[0] = 5.0  # expect: DET113
differentiate(a)

w, a, b = results()
x = a if c else b
k = a * w
x.data = torch.zeros(3)  # expect: DET113
k.sum().backward()
