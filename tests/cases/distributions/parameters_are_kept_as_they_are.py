# codes: DET1
import torch
from torch.distributions import Categorical, Normal

x = torch.randn(3)
w = torch.randn(3, requires_grad=True)
s = w.exp()
normal = Normal(torch.zeros(3), s)
loss = normal.log_prob(x).sum()
normal.scale.data.mul_(2)  # expect: DET101
loss.backward()

s = w.exp()
normal = Normal(torch.zeros(3), scale=s)
loss = normal.log_prob(x).sum()
with torch.no_grad():
    normal.stddev.mul_(2)  # expect: DET104
try:
    loss.backward()
except RuntimeError:
    pass

normal = Normal(w, 1.0)
loss = normal.log_prob(x).sum()
normal.mean.data.add_(1)
(loss + normal.loc.sum()).backward()

logits = w.tanh()
categorical = Categorical(logits=logits)
loss = categorical.log_prob(torch.tensor(1)) + logits.sum()
categorical.logits.data.zero_()
loss.backward()
