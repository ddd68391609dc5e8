import torch
from torch import nn
from torch.distributions import Categorical

policy = nn.Linear(4, 3)
choice = Categorical(logits=policy(torch.randn(8, 4)))
actions = choice.sample()
loss = -choice.log_prob(actions).mean()
actions.zero_()  # expect: DET104
loss.backward()
