import torch
from torch import nn

net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
saved = {name: value.clone() for name, value in net.state_dict().items()}
loss = net(torch.randn(2, 3)).sum()
net.load_state_dict(saved)  # expect: DET105
loss.backward()
