# codes: DET1 DET3
import itertools

import torch
from torch import nn

layer = nn.Linear(2, 2)
states = list(itertools.accumulate([torch.randn(2) for _ in range(3)]))
loss = layer(states[-1]).sum()
states[0].zero_()
loss.backward()
states = list(itertools.accumulate(range(3), lambda h, _: layer(h).tanh(), initial=torch.randn(3, 2)))
loss = states[-1].sum()
for state in states[1:]:
    state.data.mul_(0.9)  # expect: DET101
loss.backward()
