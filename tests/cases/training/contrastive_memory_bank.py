# codes: DET1 DET3
# tensors: anchor feats new old pos sim x z z1 z2
import torch
from torch import nn
import torch.nn.functional as F


class NTXent(nn.Module):
    def __init__(self, tau=0.5):
        super().__init__()
        self.tau = tau

    def forward(self, z1, z2):
        n = z1.size(0)
        z = F.normalize(torch.cat([z1, z2]), dim=1)
        sim = z @ z.t() / self.tau
        mask = torch.eye(2 * n, dtype=torch.bool)
        sim = sim.masked_fill(mask, -9e15)
        pos = torch.cat([torch.diag(sim, n), torch.diag(sim, -n)])
        return (-pos + torch.logsumexp(sim, dim=1)).mean()


class MemoryBank:
    def __init__(self, size, dim):
        self.bank = F.normalize(torch.randn(size, dim), dim=1)

    def update(self, idx, feats, momentum=0.5):
        feats = feats.detach()
        old = self.bank[idx]
        new = F.normalize(momentum * old + (1 - momentum) * feats, dim=1)
        self.bank[idx] = new
        return new


torch.manual_seed(0)
encoder = nn.Sequential(nn.Linear(5, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Linear(8, 4))
criterion, bank = NTXent(), MemoryBank(10, 4)
opt = torch.optim.SGD(encoder.parameters(), lr=0.1)
for it in range(2):
    x = torch.randn(4, 5)
    idx = torch.randperm(10)[:4]
    z1, z2 = encoder(x + 0.1 * torch.randn_like(x)), encoder(x)
    loss = criterion(z1, z2)
    anchor = F.normalize(z1, dim=1)
    inst = 1 - (anchor * bank.bank[idx]).sum(1).mean()
    total = loss + inst
    opt.zero_grad()
    total.backward()
    opt.step()
    bank.update(idx, z1)
