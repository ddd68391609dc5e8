import torch
from torch import nn

critic = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid())
mixed = torch.randn(2, 4, requires_grad=True)
slope = torch.autograd.grad(critic(mixed).sum(), mixed, create_graph=True)[0]
penalty = (slope.norm(dim=1) - 1).pow(2).mean()
plain = mixed.data  # expect: DET201
plain *= 1.5  # expect: DET101
penalty.backward()
