import torch
from torch import nn

torch.manual_seed(0)


class M(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter("w", None)
        self.register_buffer("b", torch.zeros(3))

    def reset(self):
        self.w = nn.Parameter(torch.randn(3))

    def forward(self, x):
        return (x * self.w * self.b).sum()


m = M()
m.reset()
opt = torch.optim.SGD(m.parameters(), lr=0.1)
l = m(torch.randn(3, requires_grad=True))
m.b.fill_(1)  # expect: DET104
l.backward()
