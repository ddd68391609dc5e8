import torch
from torch import nn

critic = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
real, fake = torch.randn(5, 3), torch.randn(5, 3)
mix = torch.rand(5, 1)
between = (mix * real + (1 - mix) * fake).requires_grad_(True)
(slope,) = torch.autograd.grad(critic(between).sum(), between, create_graph=True)
penalty = (slope.norm(dim=1) - 1).pow(2).mean()
(critic(fake).mean() - critic(real).mean() + 10 * penalty).backward()
