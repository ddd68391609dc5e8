# codes: DET1 DET3
# tensors: count dist embed embed_sum flat q quantize recon z
import torch
from torch import nn
import torch.nn.functional as F


class VectorQuantizerEMA(nn.Module):
    def __init__(self, n=8, dim=4, decay=0.9, eps=1e-5, beta=0.25):
        super().__init__()
        self.n, self.decay, self.eps, self.beta = n, decay, eps, beta
        embed = torch.randn(n, dim)
        self.register_buffer("embed", embed)
        self.register_buffer("cluster_size", torch.zeros(n))
        self.register_buffer("embed_avg", embed.clone())

    def forward(self, z):
        flat = z.reshape(-1, z.shape[-1])
        dist = (
            flat.pow(2).sum(1, keepdim=True)
            - 2 * flat @ self.embed.t()
            + self.embed.t().pow(2).sum(0, keepdim=True)
        )
        idx = (-dist).max(1).indices
        onehot = F.one_hot(idx, self.n).type(flat.dtype)
        quantize = F.embedding(idx, self.embed).view_as(z)
        if self.training:
            count = onehot.sum(0)
            self.cluster_size.data.mul_(self.decay).add_(count, alpha=1 - self.decay)
            embed_sum = flat.detach().t() @ onehot
            self.embed_avg.data.mul_(self.decay).add_(embed_sum.t(), alpha=1 - self.decay)
            n = self.cluster_size.sum()
            size = (self.cluster_size + self.eps) / (n + self.n * self.eps) * n
            self.embed.data.copy_(self.embed_avg / size.unsqueeze(1))
        commit = self.beta * F.mse_loss(quantize.detach(), z)
        quantize = z + (quantize - z).detach()
        return quantize, commit, idx


torch.manual_seed(0)
enc, dec = nn.Linear(6, 4), nn.Linear(4, 6)
vq = VectorQuantizerEMA()
opt = torch.optim.Adam([*enc.parameters(), *dec.parameters()], lr=1e-3)
for _ in range(2):
    x = torch.randn(5, 6)
    z = enc(x)
    q, commit, idx = vq(z)
    recon = dec(q)
    loss = F.mse_loss(recon, x) + commit
    opt.zero_grad()
    loss.backward()
    opt.step()
