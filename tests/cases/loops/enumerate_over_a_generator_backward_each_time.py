import torch
from torch import nn

net = nn.Linear(3, 1)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)


def batches(count):
    batch = torch.empty(2, 3)
    for _ in range(count):
        batch.detach().normal_()
        yield batch


for step, batch in enumerate(batches(3)):
    optimizer.zero_grad()
    loss = net(batch).pow(2).mean()
    loss.backward()
    optimizer.step()
    if step == 1:
        break
