import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel


def swap(one, other):
    for p, q in zip(one.parameters(), other.parameters()):
        kept = p.detach().clone()
        p.data.copy_(q.data)  # expect: DET101 DET201
        q.data.copy_(kept)  # expect: DET202


model = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 1))
average = AveragedModel(model)
with torch.no_grad():
    for p in average.parameters():
        p.mul_(1.5)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
for x, y in [(torch.randn(3, 4), torch.randn(3, 1)) for _ in range(2)]:
    loss = (model(x) - y).pow(2).mean()
    swap(model, average.module)
    with torch.no_grad():
        print((model(x) - y).pow(2).mean().item())
    optimizer.zero_grad()
    loss.backward()
    swap(model, average.module)
    optimizer.step()
    average.update_parameters(model)
