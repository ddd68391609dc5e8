import torch
from torch import nn

policy = nn.Linear(3, 2)
buffer = []
for _ in range(3):
    state = torch.randn(3)
    logits = policy(state)
    buffer.append((state, logits.detach().clone()))
states = torch.stack([state for state, _ in buffer])
old = torch.stack([logits for _, logits in buffer])
old.sub_(old.mean())
(policy(states) * old).mean().backward()
