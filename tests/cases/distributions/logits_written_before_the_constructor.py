# codes: DET1
import torch
from torch.distributions import Categorical, Normal

x = torch.randn(8, 3)
w = torch.randn(3, 4, requires_grad=True)
logits = x @ w + 1
logits.data[:, 0] = 5.0  # expect: DET121
dist = Categorical(logits=logits)
mean = x @ w + 1
other = Normal(mean, 1.0)
mean.data.zero_()  # expect: DET121
loss = -dist.log_prob(torch.zeros(8)).mean() - other.log_prob(torch.zeros(8, 4)).mean()
loss.backward()
