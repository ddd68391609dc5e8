import torch
from torch import nn

torch.manual_seed(0)

ps = nn.ParameterDict({"a": nn.Parameter(torch.randn(3)), "b": nn.Parameter(torch.randn(3))})
y = (ps["a"] * ps["b"]).sum()
ps["a"].data.zero_()  # expect: DET101
y.backward()
