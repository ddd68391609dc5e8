# codes: DET1 DET3
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 6), nn.Linear(6, 1)

    @torch.autocast("cpu", dtype=torch.bfloat16)
    def forward(self, x):
        h = torch.sigmoid(self.first(x))
        h.data.clamp_(0.4, 0.6)  # expect: DET101
        return self.second(h)


net = Net()
net(torch.randn(5, 4)).pow(2).mean().backward()
