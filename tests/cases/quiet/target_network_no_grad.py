import copy

import torch
from torch import nn

online = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2))
target = copy.deepcopy(online)
optimizer = torch.optim.Adam(online.parameters())
for step in range(3):
    states, rewards = torch.randn(5, 3), torch.randn(5)
    with torch.no_grad():
        best = rewards + 0.9 * target(states).max(1).values
        best.clamp_(-1.0, 1.0)
    chosen = online(states)[:, 0]
    loss = (chosen - best).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % 2 == 1:
        target.load_state_dict(online.state_dict())
