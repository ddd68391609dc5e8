import torch
from torch import nn

model = nn.Linear(3, 1)
loss = model(torch.randn(2, 3)).mean()
total = torch.tensor(loss.item())
total.backward()  # expect: DET301
