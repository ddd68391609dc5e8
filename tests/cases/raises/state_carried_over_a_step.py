import torch
from torch import nn

layer = nn.Linear(3, 3)
optimizer = torch.optim.SGD(layer.parameters(), lr=0.1)
state = torch.zeros(1, 3)
for _ in range(2):
    state = torch.tanh(layer(state))
    optimizer.zero_grad()
    state.sum().backward()  # expect: DET305
    state.detach().mul_(0.5)
    optimizer.step()
