import torch
from torch import nn


class Leaky(nn.Module):
    def __init__(self):
        super().__init__()
        self.v = 0.0

    def forward(self, x):
        self.v = self.v * 0.9 + x
        return self.v.sigmoid()


class Spiking(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 4)
        self.neuron = Leaky()

    def forward(self, x):
        return self.neuron(self.fc(x))


net = Spiking()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(4):
    loss = net(torch.ones(2, 4)).sum()
    loss.backward()  # expect: DET305
    optimizer.step()
