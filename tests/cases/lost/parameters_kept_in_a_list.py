import torch
from torch import nn

model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
before = [p.detach() for p in model.parameters()]  # expect: DET123
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
print(sum((p - b).norm() for p, b in zip(model.parameters(), before)))
