import torch
from torch import nn

model = nn.Linear(3, 1)
for parameter in model.parameters():
    parameter.requires_grad = False
loss = model(torch.randn(2, 3)).mean()
loss.backward()  # expect: DET301
