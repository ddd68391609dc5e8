import torch
from torch import nn

torch.manual_seed(0)

ms = nn.ModuleDict({"a": nn.Linear(3, 3), "b": nn.Linear(3, 1)})
y = ms["b"](ms["a"](torch.randn(2, 3)).tanh()).sum()
ms["b"].weight.data.zero_()  # expect: DET101
y.backward()
