# codes: DET1 DET3
# tensors: f h t u u0 u_init u_t u_x u_xx x x0
import torch
import torch.nn as nn


class PINN(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.l1 = nn.Linear(2, width)
        self.l2 = nn.Linear(width, width)
        self.l3 = nn.Linear(width, 1)

    def forward(self, x, t):
        h = torch.cat([x, t], dim=1)
        h = torch.tanh(self.l1(h))
        h = torch.tanh(self.l2(h))
        return self.l3(h)


def residual(model, x, t, nu=0.01):
    u = model(x, t)
    u_t = torch.autograd.grad(u, t, torch.ones_like(u), create_graph=True)[0]
    u_x = torch.autograd.grad(u, x, torch.ones_like(u), create_graph=True)[0]
    u_xx = torch.autograd.grad(u_x, x, torch.ones_like(u_x), create_graph=True)[0]
    return u_t + u * u_x - nu * u_xx


torch.manual_seed(0)
model = PINN()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
x = torch.rand(6, 1, requires_grad=True)
t = torch.rand(6, 1, requires_grad=True)
x0, u0 = torch.rand(4, 1), torch.rand(4, 1)
for epoch in range(2):
    optimizer.zero_grad()
    f = residual(model, x, t)
    pde_loss = torch.mean(f**2)
    u_init = model(x0, torch.zeros_like(x0))
    ic_loss = torch.mean((u_init - u0) ** 2)
    loss = pde_loss + ic_loss
    loss.backward()
    optimizer.step()
