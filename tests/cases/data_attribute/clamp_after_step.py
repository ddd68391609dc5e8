import torch
from torch import nn

critic = nn.Linear(2, 1)
optimizer = torch.optim.RMSprop(critic.parameters())
critic(torch.randn(3, 2)).mean().backward()
optimizer.step()
for p in critic.parameters():
    p.data.clamp_(-0.01, 0.01)  # expect: DET202
