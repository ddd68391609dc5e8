import torch
from torch import nn

model, target = nn.Linear(2, 1), nn.Linear(2, 1)
x = torch.randn(4, 2)
advantage = target(x) - model(x).detach()
loss = (model(x) - target(x).detach()).pow(2).mean() - (model(x) * advantage.detach()).mean()
loss.backward()
running = 0.0
for _ in range(2):
    loss = model(x).pow(2).mean()
    running = 0.9 * running + loss.item()
    loss.backward()
