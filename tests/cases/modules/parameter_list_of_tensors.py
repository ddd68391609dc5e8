import torch
from torch import nn

torch.manual_seed(0)

ps = nn.ParameterList([torch.randn(3), torch.randn(3)])
y = (ps[0] * ps[1]).sum()
with torch.no_grad():
    ps[0].zero_()  # expect: DET104
y.backward()
