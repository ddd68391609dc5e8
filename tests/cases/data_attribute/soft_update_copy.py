import torch
from torch import nn

online, target = nn.Linear(2, 2), nn.Linear(2, 2)
for o, t in zip(online.parameters(), target.parameters()):
    t.data.copy_(0.005 * o.data + 0.995 * t.data)  # expect: DET201 DET202
