# codes: DET1 DET3
import torch
from torch import nn


def write(model, flat):
    at = 0
    for p in model.parameters():
        p.data.copy_(flat[at : at + p.numel()].view_as(p))  # expect: DET101
        at += p.numel()


model = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
loss = model(torch.randn(2, 3)).pow(2).sum()
kept = torch.cat([p.data.view(-1) for p in model.parameters()])
write(model, kept * 0.5)
late = torch.cat([p.data.view(-1) for p in model.parameters()])
write(model, late)
loss.backward()
