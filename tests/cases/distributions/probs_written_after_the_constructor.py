# codes: DET1
import torch
from torch.distributions import Categorical

x = torch.randn(8, 3)
w = torch.randn(3, 4, requires_grad=True)
probs = torch.exp(x @ w) + 0.1
dist = Categorical(probs)
probs.detach().clamp_(max=0.5)  # expect: DET102
loss = dist.entropy().mean()
loss.backward()
