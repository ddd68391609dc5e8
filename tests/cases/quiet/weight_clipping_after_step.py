import torch
from torch import nn

critic = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1))
optimizer = torch.optim.RMSprop(critic.parameters())
for _ in range(2):
    optimizer.zero_grad()
    critic(torch.randn(4, 3)).mean().backward()
    optimizer.step()
    with torch.no_grad():
        for weight in critic.parameters():
            weight.clamp_(-0.01, 0.01)
