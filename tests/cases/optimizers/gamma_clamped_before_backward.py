import torch
from torch import nn

net = nn.Linear(3, 1)
gamma = nn.Parameter(torch.ones(1))
optimizer = torch.optim.SGD([gamma, *net.parameters()], lr=0.1)
loss = (net(torch.randn(4, 3)).pow(2) * gamma.pow(2)).mean()
optimizer.zero_grad()
with torch.no_grad():
    gamma.clamp_(0.1, 0.9)  # expect: DET104
loss.backward()
optimizer.step()
