import copy

import torch
from torch import nn

# The averaged weights are written, the trained ones only read.
model = nn.Linear(3, 1)
average = copy.deepcopy(model)
loss = model(torch.randn(4, 3)).pow(2).mean()
with torch.no_grad():
    for slow, fast in zip(average.parameters(), model.parameters()):
        slow.lerp_(fast, 0.1)
loss.backward()
