import torch
from torch import nn
from torch.distributions import Categorical

policy = nn.Linear(4, 3)
optimizer = torch.optim.SGD(policy.parameters(), lr=0.1)
seen = torch.randn(8, 4)
with torch.no_grad():
    actions = Categorical(logits=policy(seen)).sample()
    old = Categorical(logits=policy(seen)).log_prob(actions)
for _ in range(2):
    now = Categorical(logits=policy(seen))
    ratio = (now.log_prob(actions) - old).exp()
    clipped = ratio.clamp(0.8, 1.2)
    loss = -torch.min(ratio, clipped).mean() - 0.01 * now.entropy().mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
