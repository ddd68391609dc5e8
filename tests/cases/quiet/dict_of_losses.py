import torch
from torch import nn

model = nn.Linear(3, 2)
out = model(torch.randn(4, 3))
losses = {"fit": out.pow(2).mean(), "size": out.abs().mean()}
logged = {name: value.detach() for name, value in losses.items()}
sum(losses.values()).backward()
print({name: value.item() for name, value in logged.items()})
