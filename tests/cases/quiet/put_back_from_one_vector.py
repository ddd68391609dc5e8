# codes: DET1 DET3
import torch
from torch import nn
from torch.nn.utils import parameters_to_vector, vector_to_parameters


def write(model, flat):
    at = 0
    for p in model.parameters():
        p.data.copy_(flat[at : at + p.numel()].view_as(p))
        at += p.numel()


model = nn.Sequential(nn.Linear(3, 3), nn.Tanh(), nn.Linear(3, 1))
loss = model(torch.randn(2, 3)).pow(2).sum()
kept = torch.cat([p.data.view(-1) for p in model.parameters()])
write(model, kept * 0.5)
print(model(torch.randn(2, 3)).sum().item())
write(model, kept)
loss.backward()

conv = nn.Conv1d(2, 1, 1)
loss = conv(torch.randn(2, 2, 4)).pow(2).sum()
flat = parameters_to_vector(conv.parameters()).detach()
vector_to_parameters(flat + 1, conv.parameters())
print(conv.weight.norm())
vector_to_parameters(flat, conv.parameters())
loss.backward()
