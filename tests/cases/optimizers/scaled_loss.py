import torch
from torch import nn

torch.manual_seed(0)

m = nn.Linear(3, 3)
scaler = torch.amp.GradScaler("cpu")
out = m(torch.randn(2, 3)).sigmoid()
l = out.sum()
out.data.zero_()  # expect: DET101
scaler.scale(l).backward()
