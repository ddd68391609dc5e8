import torch
from torch import nn


class Attention(nn.Module):
    def forward(self, scores, mask):
        weights = scores.softmax(dim=-1)
        weights *= mask  # expect: DET114
        return weights


# for PyTorch only
scores = torch.randn(3, requires_grad=True)
Attention()(scores, torch.tensor([1.0, 1.0, 0.0])).sum().backward()
