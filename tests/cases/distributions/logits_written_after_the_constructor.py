# codes: DET1
import torch
from torch.distributions import Categorical

x = torch.randn(8, 3)
w = torch.randn(3, 4, requires_grad=True)
logits = x @ w
dist = Categorical(logits=logits)
logits.data[:, 0] = 5.0  # expect: DET101
loss = -dist.log_prob(torch.zeros(8)).mean()
loss.backward()
