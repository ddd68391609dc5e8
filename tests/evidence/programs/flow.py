import copy
import itertools
from functools import partial

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import nn as neural
from torch.autograd import Variable
from torch.nn import Parameter as P


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2)
        self.scale = P(torch.ones(1))
        self.register_buffer("mean", torch.zeros(2))
        self.blocks = nn.ModuleList([nn.Linear(2, 2) for _ in range(3)])
        self.history = []
        self.fc.weight.data.normal_(0, 1)  # tensor flow
        self.scale.data.fill_(1)  # tensor flow

    def forward(self, x):
        h = F.relu(self.fc(x))
        self.history.append(h)
        return h, h.sum()

    def reset(self):
        self.mean.data.zero_()  # tensor flow
        for block in self.blocks:
            block.bias.data.zero_()  # tensor flow
        for h in self.history:
            h.data  # tensor flow
        self.helper().data  # tensor flow

    def helper(self):
        return torch.zeros(3)

    @property
    def size_tensor(self):
        return self.scale * 2

    def twice(self):
        return self.size_tensor.data  # tensor flow


def train(batches, model=None):
    net = Net()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    hidden = None
    for x, y in batches:
        out, total = net(x)
        out.data.max(1)[1]  # tensor flow
        loss = F.cross_entropy(out, y)
        loss.data.item()  # tensor flow
        hidden = Variable(hidden.data) if hidden is not None else out  # tensor flow
        for group in optimizer.param_groups:
            for p in group["params"]:
                p.data.add_(p.grad.data, alpha=-0.1)  # tensor flow; tensor flow
    best = copy.deepcopy(net.state_dict())
    for k, v in best.items():
        v.data  # tensor flow
    for (n, a), b in zip(net.named_parameters(), itertools.chain(net.parameters(), net.buffers())):
        a.data.copy_(b.data)  # tensor flow; tensor flow
    values, where = out.topk(2)
    values.data, where.data  # tensor flow; tensor flow
    for m in net.modules():
        if isinstance(m, (nn.Conv2d, neural.Linear)):
            m.weight.data.normal_()  # tensor flow
        elif isinstance(m, nn.BatchNorm2d):
            m.running_mean.data.zero_()  # tensor flow
    picked = [p for p in net.parameters() if p.requires_grad]
    picked[0].data  # tensor flow
    (picked[0] - picked[1]).abs().data  # tensor flow
    torch.cat([x.view(-1), y.float()]).data  # tensor flow


def init_weights(m):
    if type(m) == nn.Linear:
        m.weight.data.fill_(0.01)  # tensor flow
    m.bias.data.zero_()  # tensor flow


Net().apply(init_weights)
