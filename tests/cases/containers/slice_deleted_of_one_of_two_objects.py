import os

import torch
from torch import nn


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(3, 2)
        self.log_probs = []

    def forward(self, x):
        return self.head(x).log_softmax(-1)


class Large(Small):
    def __init__(self):
        super().__init__()
        self.body = nn.Linear(3, 3)

    def forward(self, x):
        return self.head(self.body(x).relu()).log_softmax(-1)


def finish(policy):
    torch.stack(policy.log_probs).sum().backward()
    del policy.log_probs[:]


policy = Small() if os.environ.get("SMALL") else Large()
for _ in range(2):
    for _ in range(3):
        policy.log_probs.append(policy(torch.randn(3))[0])
    finish(policy)
