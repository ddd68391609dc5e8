import torch
from torch import nn

model = nn.Linear(2, 1)
total = 0.0
for _ in range(2):
    total = total + model(torch.randn(3, 2)).pow(2).mean()
    total.backward()  # expect: DET305
