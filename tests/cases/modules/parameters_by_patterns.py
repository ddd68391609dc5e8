# codes: DET1
import fnmatch
import re

import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 3))
weights = re.compile(r"\d\.weight$")
chosen = [p for n, p in net.named_parameters() if weights.match(n)]
last = [p for n, p in net.named_parameters() if fnmatch.fnmatch(n, "2.*")]
biases = [p for n, p in net.named_parameters() if re.search("bias", n) or n.startswith(("3", "4"))]

loss = net(torch.randn(2, 3)).sum()
chosen[1].data.mul_(0.9)  # expect: DET101
loss.backward()

loss = net(torch.randn(2, 3)).sum()
last[0].data.mul_(0.9)  # expect: DET101
loss.backward()

loss = net(torch.randn(2, 3)).sum()
biases[0].data.mul_(0.9)
biases[1].data.mul_(0.9)
loss.backward()
