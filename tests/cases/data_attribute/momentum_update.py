import torch
from torch import nn

online, target = nn.Linear(2, 2), nn.Linear(2, 2)
for o, t in zip(online.parameters(), target.parameters()):
    t.data = t.data * 0.99 + o.data * 0.01  # expect: DET201 DET203
