import torch
from torch import nn

model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
before = model.weight.detach()  # expect: DET123
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
print((model.weight - before).norm())
