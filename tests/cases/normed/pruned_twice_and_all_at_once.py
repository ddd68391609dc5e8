import torch
from torch import nn
from torch.nn.utils import prune

first, second = nn.Linear(3, 3), nn.Linear(3, 1)
prune.random_unstructured(first, name="weight", amount=0.3)
prune.global_unstructured([(first, "weight"), (second, "weight")], prune.L1Unstructured, amount=0.3)
optimizer = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=0.1)
for _ in range(2):
    loss = second(first(torch.randn(2, 3)).tanh()).sum()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
loss = second(first(torch.randn(2, 3)).tanh()).sum()
first.weight.detach().zero_()  # expect: DET121
loss.backward()
