# codes: DET1 DET3
# tensors: d_fake d_real fake real u x
import torch
from torch import nn
import torch.nn.functional as F


class SpectralLinear(nn.Module):
    def __init__(self, i, o, n_iter=1):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(o, i) * 0.1)
        self.bias = nn.Parameter(torch.zeros(o))
        self.register_buffer("u", F.normalize(torch.randn(o), dim=0))
        self.n_iter = n_iter

    def compute_weight(self):
        u = self.u
        with torch.no_grad():
            for _ in range(self.n_iter):
                v = F.normalize(torch.mv(self.weight.t(), u), dim=0)
                u = F.normalize(torch.mv(self.weight, v), dim=0)
            self.u.copy_(u)
            u = u.clone()
        sigma = torch.dot(u, torch.mv(self.weight, v))
        return self.weight / sigma

    def forward(self, x):
        return F.linear(x, self.compute_weight(), self.bias)


torch.manual_seed(0)
D = nn.Sequential(SpectralLinear(4, 6), nn.LeakyReLU(0.1), SpectralLinear(6, 1))
opt = torch.optim.Adam(D.parameters(), lr=1e-3)
for _ in range(2):
    real, fake = torch.randn(3, 4), torch.randn(3, 4)
    d_real = D(real)
    d_fake = D(fake)
    loss = F.relu(1 - d_real).mean() + F.relu(1 + d_fake).mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
