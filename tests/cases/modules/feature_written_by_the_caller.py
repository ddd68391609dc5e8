import torch
from torch import nn


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.inner = nn.Linear(3, 4)
        self.outer = nn.Linear(4, 2)

    def forward(self, x):
        self.features = torch.sigmoid(self.inner(x))
        return self.outer(self.features)


encoder = Encoder()
score = encoder(torch.randn(2, 3)).sum()
encoder.features.data.round_()  # expect: DET101
score.backward()
