import torch
from torch import nn

model = nn.Linear(3, 1)
loss = model(torch.randn(2, 3)).mean().data  # expect: DET201
loss.backward()  # expect: DET301
