# codes: DET1 DET3
import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 1))
x, y = torch.randn(5, 4), torch.randn(5, 1)
with torch.amp.autocast("cpu", enabled=True):
    pred = net(x)
    loss = nn.functional.mse_loss(pred.float(), y)
# what the layers and the loss kept are casts
x.zero_()
pred.data.zero_()
net[2].weight.data.zero_()
y.zero_()  # expect: DET104
loss.backward()
