import torch
from torch import nn

cell = nn.GRUCell(2, 4)
head = nn.Linear(4, 1)
optimizer = torch.optim.SGD([*cell.parameters(), *head.parameters()], lr=0.1)
state = torch.zeros(3, 4)
for _ in range(4):
    state = cell(torch.randn(3, 2), state.detach())
    loss = head(state).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
