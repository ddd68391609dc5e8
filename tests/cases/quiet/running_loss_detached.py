import torch
from torch import nn

model = nn.Linear(2, 1)
running = torch.zeros(())
for _ in range(3):
    loss = model(torch.randn(4, 2)).pow(2).mean()
    running += loss.detach()
    loss.backward()
print(running.item())
