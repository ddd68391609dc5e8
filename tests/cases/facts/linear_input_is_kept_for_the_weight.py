import torch
from torch import nn

layer = nn.Linear(3, 2)
batch = torch.randn(4, 3)
loss = layer(batch).sum()
batch.data.sub_(batch.mean())  # expect: DET101
loss.backward()
