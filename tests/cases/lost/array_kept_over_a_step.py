import numpy as np
import torch
from torch import nn

model = nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
before = model.weight.detach().numpy()  # expect: DET123
copied = model.bias.detach().numpy().copy()
model(torch.ones(1, 2)).sum().backward()
optimizer.step()
print(np.abs(model.weight.detach().numpy() - before).max())
print(np.abs(model.bias.detach().numpy() - copied).max())
