import torch
from torch import nn


class Attention(nn.Module):
    def forward(self, scores):
        weights = scores.softmax(dim=-1)
        shown = weights.detach()
        shown /= shown.max()  # expect: DET112
        return weights


# for PyTorch only
a = torch.randn(3, requires_grad=True)
Attention()(a)[0].backward()
