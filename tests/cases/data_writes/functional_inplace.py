import torch
import torch.nn.functional as F


class Learner:
    def __init__(self):
        self.scale = torch.randn(4, requires_grad=True)

    def step(self):
        growth = torch.exp(self.scale)
        kept = growth.data  # expect: DET201
        F.threshold(kept, 10.0, 0.0, inplace=True)  # expect: DET101
        growth.sum().backward()


Learner().step()
