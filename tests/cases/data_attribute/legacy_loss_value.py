import torch
from torch import nn

model = nn.Linear(2, 1)
loss = model(torch.randn(3, 2)).mean()
loss.backward()
print(float(loss.data))  # expect: DET201
