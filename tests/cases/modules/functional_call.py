# codes: DET1 DET3
import torch
from torch import nn
from torch.func import functional_call


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Linear(3, 4), nn.Tanh())
        self.head = nn.Linear(4, 1)

    def forward(self, x, scale=1.0):
        return self.head(self.body(x)) * scale


net = Net()
fast = {name: p.detach().clone().requires_grad_() for name, p in net.named_parameters()}
loss = functional_call(net, fast, torch.randn(5, 3), {"scale": 2.0}).pow(2).mean()
# the module's own took no part
net.head.weight.data.zero_()
fast["head.weight"].data.zero_()  # expect: DET101
loss.backward()
