import torch
from torch import nn

model = nn.Linear(2, 1)
out = model(torch.randn(4, 2))
size = torch.tensor(out.abs().mean().item())  # expect: DET308
(out.pow(2).mean() - size / 10.0).backward()
