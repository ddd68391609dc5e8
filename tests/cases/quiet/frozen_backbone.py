import torch
from torch import nn

backbone, head = nn.Linear(3, 3), nn.Linear(3, 1)
for parameter in backbone.parameters():
    parameter.requires_grad_(False)
features = backbone(torch.randn(2, 3)).sigmoid()
features.mul_(2.0)
head(features).sum().backward()
