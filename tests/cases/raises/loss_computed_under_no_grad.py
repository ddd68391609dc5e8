import torch
from torch import nn

model = nn.Linear(3, 1)
with torch.no_grad():
    loss = model(torch.randn(2, 3)).mean()
loss.backward()  # expect: DET301
