import torch


class Learner:
    def __init__(self):
        self.scale = torch.randn(4, requires_grad=True)

    def step(self):
        growth = torch.exp(self.scale)
        kept = growth.data  # expect: DET201
        kept[kept > -10.0] = 0.0  # expect: DET101
        growth.sum().backward()


Learner().step()
