# codes: DET1 DET3
import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
with torch.autograd.graph.saved_tensors_hooks(lambda t: t.clone(), lambda t: t):
    loss = net(torch.randn(5, 3)).pow(2).mean()
for p in net.parameters():
    p.data.mul_(0.9)
loss.backward()
with torch.autograd.graph.saved_tensors_hooks(lambda t: t.clone(), lambda t: t):
    h = torch.randn(3, requires_grad=True).exp()
with torch.no_grad():
    h.mul_(2.0)
h.sum().backward()
