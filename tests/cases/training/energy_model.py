# codes: DET1 DET3
# tensors: buffer e_fake e_real fake grad x
import torch
from torch import nn
import torch.nn.functional as F


class EBM(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(2, 8), nn.SiLU(), nn.Linear(8, 1))

    def forward(self, x):
        return self.net(x).squeeze(-1)


def langevin(model, x, steps=3, eps=0.1):
    x = x.clone().detach().requires_grad_(True)
    for _ in range(steps):
        energy = model(x).sum()
        (grad,) = torch.autograd.grad(energy, x)
        with torch.no_grad():
            x += -0.5 * eps * grad + eps**0.5 * torch.randn_like(x)
    return x.detach()


torch.manual_seed(0)
model = EBM()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
buffer = torch.rand(16, 2)
for it in range(2):
    real = torch.randn(4, 2)
    idx = torch.randint(0, 16, (4,))
    fake = langevin(model, buffer[idx])
    buffer[idx] = fake
    e_real, e_fake = model(real), model(fake)
    loss = e_real.mean() - e_fake.mean() + 0.1 * (e_real**2 + e_fake**2).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
