import torch
from torch import nn


class Tied(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(5, 3))
        self.bias = nn.Parameter(torch.zeros(5))

    def forward(self, tokens):
        return torch.tanh(self.weight[tokens]) @ self.weight.t() + self.bias


net = Tied()
optimizers = {p: torch.optim.SGD([p], lr=0.1) for p in net.parameters()}


def step(parameter):
    optimizers[parameter].step()
    optimizers[parameter].zero_grad()


for parameter in net.parameters():
    parameter.register_post_accumulate_grad_hook(step)
for _ in range(2):
    net(torch.tensor([0, 2])).logsumexp(1).sum().backward()
