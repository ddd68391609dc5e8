import torch
from torch import nn

model = nn.Linear(3, 1)
losses = [model(torch.randn(2, 3)).mean().detach() for _ in range(2)]
torch.stack(losses).sum().backward()  # expect: DET301
