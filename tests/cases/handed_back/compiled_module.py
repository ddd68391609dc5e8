# codes: DET1
import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.b = nn.Linear(3, 1)

    def forward(self, x):
        return self.b(torch.cos(self.a(x)))


net = Net()
model = torch.compile(net, backend="eager", disable=True)
loss = model(torch.randn(2, 3)).sum()
net.b.weight.data.mul_(0.5)  # expect: DET101
loss.backward()
loss = net(torch.randn(2, 3)).sum()
model.b.weight.data.mul_(0.5)  # expect: DET101
loss.backward()


@torch.compile(backend="eager", disable=True)
def scaled(x):
    return torch.sigmoid(x)


soft = torch.compile(backend="eager", disable=True)(torch.sigmoid)
x = torch.randn(3, requires_grad=True)
y = scaled(x)
y.data.mul_(2)  # expect: DET101
y.sum().backward()
y = soft(x)
y.data.mul_(2)  # expect: DET101
y.sum().backward()
