import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.project = nn.Linear(dim, dim)

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = self.qkv(x).split(c, dim=2)
        k = k.view(b, t, self.heads, c // self.heads).transpose(1, 2)
        q = q.view(b, t, self.heads, c // self.heads).transpose(1, 2)
        v = v.view(b, t, self.heads, c // self.heads).transpose(1, 2)
        weights = (q @ k.transpose(-2, -1) * 0.5).softmax(dim=-1)
        y = weights @ v
        with torch.no_grad():
            q.mul_(0.5)
            k.mul_(0.5)
            weights.mul_(0.5)  # expect: DET104
        return self.project(y.transpose(1, 2).contiguous().view(b, t, c))


layer = Attention(8, 2)
layer(torch.randn(2, 3, 8)).sum().backward()
