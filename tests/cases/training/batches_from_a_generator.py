# codes: DET1 DET3
# tensors: pred residual x y
import torch
from torch import nn


def batches(n, size=4):
    for _ in range(n):
        x = torch.randn(size, 3)
        yield x, x.sum(1, keepdim=True)


def timed(fn):
    def wrapper(*args, **kwargs):
        result = fn(*args, **kwargs)
        wrapper.calls += 1
        return result

    wrapper.calls = 0
    return wrapper


class Meter:
    def __init__(self):
        self.total, self.count = torch.zeros(()), 0

    def add(self, value, n=1):
        self.total += value.detach() * n
        self.count += n

    @property
    def mean(self):
        return self.total / max(self.count, 1)


@timed
def step(model, optimizer, x, y, meter, l2=1e-3):
    pred = model(x)
    residual = pred - y
    fit = residual.square().mean()
    reg = sum(p.square().sum() for p in model.parameters())
    loss = fit + l2 * reg
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    meter.add(loss, len(x))
    return loss


torch.manual_seed(0)
model = nn.Sequential(nn.Linear(3, 5), nn.Softplus(), nn.Linear(5, 1))
optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
meter = Meter()
for x, y in batches(3):
    loss = step(model, optimizer, x, y, meter)
print(meter.mean, step.calls)
