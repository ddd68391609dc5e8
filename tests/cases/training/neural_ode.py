# codes: DET1 DET3
# tensors: k1 k2 k3 k4 pred_y true_y ts y y0
import torch
from torch import nn


class Dynamics(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))
        self.nfe = 0

    def forward(self, t, y):
        self.nfe += 1
        return self.net(y**3)


def rk4(f, y, t0, t1):
    h = t1 - t0
    k1 = f(t0, y)
    k2 = f(t0 + h / 2, y + h * k1 / 2)
    k3 = f(t0 + h / 2, y + h * k2 / 2)
    k4 = f(t1, y + h * k3)
    return y + h * (k1 + 2 * k2 + 2 * k3 + k4) / 6


def odeint(f, y0, ts):
    ys = [y0]
    for i in range(len(ts) - 1):
        ys.append(rk4(f, ys[-1], ts[i], ts[i + 1]))
    return torch.stack(ys)


torch.manual_seed(0)
f = Dynamics()
opt = torch.optim.RMSprop(f.parameters(), lr=1e-3)
ts = torch.linspace(0.0, 1.0, 4)
y0 = torch.tensor([[2.0, 0.0]])
true_y = torch.randn(4, 1, 2)
for itr in range(2):
    opt.zero_grad()
    pred_y = odeint(f, y0, ts)
    loss = torch.mean(torch.abs(pred_y - true_y))
    loss.backward()
    opt.step()
