import torch
from torch import nn
from torch.nn.utils import parametrizations, spectral_norm, weight_norm

net = nn.Sequential(
    weight_norm(nn.Conv1d(1, 2, 3)),
    nn.LeakyReLU(0.2, inplace=True),
    spectral_norm(nn.Conv1d(2, 2, 3)),
    nn.Flatten(),
    parametrizations.weight_norm(nn.Linear(8, 1)),
)
optimizer = torch.optim.Adam(net.parameters())
for _ in range(3):
    loss = net(torch.randn(4, 1, 8)).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
