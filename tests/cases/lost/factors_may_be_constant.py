import torch
from torch import nn

model = nn.Linear(2, 1)
out = model(torch.randn(4, 2))
fit, size = out.pow(2).mean(), out.abs().mean()
loss = fit * size.detach() + fit / size.item() + 0.1 * size / size.detach()
loss.backward()
print(loss.item(), fit.item() + size.item())
