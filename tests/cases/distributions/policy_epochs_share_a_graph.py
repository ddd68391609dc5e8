import torch
from torch import nn
from torch.distributions import Categorical

policy = nn.Linear(4, 3)
optimizer = torch.optim.SGD(policy.parameters(), lr=0.1)
seen = torch.randn(8, 4)
actions = Categorical(logits=policy(seen)).sample()
old = Categorical(logits=policy(seen)).log_prob(actions)
for _ in range(2):
    new = Categorical(logits=policy(seen)).log_prob(actions)
    loss = -(new - old).exp().mean()
    optimizer.zero_grad()
    loss.backward()  # expect: DET305
    optimizer.step()
