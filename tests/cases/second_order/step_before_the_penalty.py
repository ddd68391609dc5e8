import torch
from torch import nn

critic = nn.Sequential(nn.Linear(4, 8), nn.LeakyReLU(0.2), nn.Linear(8, 1))
optimizer = torch.optim.SGD(critic.parameters(), lr=0.1)
mixed = torch.randn(5, 4, requires_grad=True)
(slope,) = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)
penalty = ((slope.norm(2, dim=1) - 1) ** 2).mean()
critic(torch.randn(5, 4)).mean().backward()
optimizer.step()  # expect: DET105
penalty.backward()
