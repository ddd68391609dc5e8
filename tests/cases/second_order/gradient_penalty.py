import torch
from torch import nn

critic = nn.Sequential(nn.Linear(4, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
optimizer = torch.optim.SGD(critic.parameters(), lr=0.1)
real, fake = torch.randn(5, 4), torch.randn(5, 4)
for _ in range(2):
    share = torch.rand(5, 1)
    mixed = (share * real + (1 - share) * fake).requires_grad_()
    score = critic(mixed)
    slope = torch.autograd.grad(score, mixed, torch.ones_like(score), create_graph=True)[0]
    penalty = ((slope.norm(2, dim=1) - 1) ** 2).mean()
    loss = critic(fake).mean() - critic(real).mean() + 10 * penalty
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
