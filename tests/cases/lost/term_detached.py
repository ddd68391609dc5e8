import torch
from torch import nn

model = nn.Linear(2, 1)
out = model(torch.randn(4, 2))
loss = out.pow(2).mean()
loss += 0.1 * out.abs().mean().detach()  # expect: DET308
loss.backward()
