import torch
from torch import nn
from torch.nn.utils import prune

layer = nn.Linear(3, 3)
prune.l1_unstructured(layer, "weight", amount=0.3)
x = torch.randn(2, 3, requires_grad=True)
y = layer(x)
layer.weight_mask.data.zero_()  # expect: DET101
y.sum().backward()
