import torch


class Learner:
    def __init__(self):
        self.scale = torch.randn(4, requires_grad=True)

    def step(self):
        growth = torch.exp(self.scale)
        kept = growth.data  # expect: DET201
        kept.masked_fill_(torch.ones(4, dtype=torch.bool), 0.5)  # expect: DET101
        growth.sum().backward()


Learner().step()
