import torch
import torch.nn.functional as F
from torch import nn


class TiedAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encode = nn.Linear(4, 2, bias=False)

    def forward(self, x):
        code = torch.relu(self.encode(x))
        return F.linear(code, self.encode.weight.t())


model = TiedAutoencoder()
x = torch.randn(3, 4)
loss = (model(x) - x).pow(2).mean()
model.encode.weight.data.clamp_(-0.1, 0.1)  # expect: DET101
loss.backward()
