# codes: DET1 DET3
# tensors: grad_output grad_x h hb mask w x
import torch
import torch.nn as nn
import torch.nn.functional as F


class RoundSTE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, scale):
        ctx.save_for_backward(x, scale)
        return torch.round(x / scale) * scale

    @staticmethod
    def backward(ctx, grad_output):
        x, scale = ctx.saved_tensors
        mask = (x.abs() <= 8 * scale).float()
        grad_x = grad_output * mask
        grad_scale = (grad_output * (torch.round(x / scale) - x / scale)).sum()
        return grad_x, grad_scale


class QuantLinear(nn.Linear):
    def __init__(self, i, o):
        super().__init__(i, o)
        self.scale = nn.Parameter(torch.tensor(0.1))

    def forward(self, x):
        w = RoundSTE.apply(self.weight, self.scale)
        return F.linear(x, w, self.bias)


def binarize(x):
    return (x.sign() - x).detach() + x


torch.manual_seed(0)
model = nn.Sequential(QuantLinear(4, 6), nn.Hardtanh(), QuantLinear(6, 2))
opt = torch.optim.SGD(model.parameters(), lr=0.01)
for step in range(2):
    x, y = torch.randn(5, 4), torch.randint(0, 2, (5,))
    h = model(x)
    hb = binarize(h)
    loss = F.cross_entropy(hb, y)
    opt.zero_grad()
    loss.backward()
    opt.step()
    for m in model.modules():
        if isinstance(m, QuantLinear):
            m.weight.data.clamp_(-1, 1)
