import torch
from torch import nn

# log keeps what it reads: the values after the write.
model = nn.Linear(4, 3)
h = model(torch.randn(6, 4))
h.detach().clamp_(-1.0, 1.0)  # expect: DET121
loss = h.exp().mean()
loss.backward()
