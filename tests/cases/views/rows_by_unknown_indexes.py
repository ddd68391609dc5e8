import torch
from torch import nn


class Scores(nn.Module):
    def __init__(self, tags):
        super().__init__()
        self.transitions = nn.Parameter(torch.zeros(tags + 2, tags + 2))
        self.start = tags

    def forward(self, emissions, tags):
        score = self.transitions[self.start, tags[0]]
        score += emissions[:, 0]
        return score


# for PyTorch only
Scores(2)(torch.ones(3, 4), torch.tensor([[1, 2, 0]])).sum().backward()
