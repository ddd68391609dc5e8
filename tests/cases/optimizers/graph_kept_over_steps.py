import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
out = net(torch.randn(2, 3)).mean()
for _ in range(2):
    optimizer.zero_grad()
    out.backward(retain_graph=True)
    optimizer.step()  # expect: DET105
