import torch
from torch import nn
from torch.distributions import Normal

policy = nn.Linear(4, 2)
spread = nn.Parameter(torch.ones(2))
mean = policy(torch.randn(8, 4))
normal = Normal(mean, spread)
action = normal.sample()
surprise = -normal.log_prob(action).sum()
mean.data.mul_(0.5)  # expect: DET121
spread.data.clamp_(min=2.0)  # expect: DET101
surprise.backward()
