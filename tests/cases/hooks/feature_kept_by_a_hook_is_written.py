import torch
from torch import nn

features = {}


def keep(module, inputs, output):
    features["tanh"] = output.detach()


net = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
net[1].register_forward_hook(keep)
loss = net(torch.randn(2, 3)).sum()
features["tanh"].zero_()  # expect: DET102
loss.backward()
