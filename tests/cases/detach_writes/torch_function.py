import torch


class Learner:
    def __init__(self):
        self.scale = torch.randn(4, requires_grad=True)

    def step(self):
        growth = torch.exp(self.scale)
        kept = growth.detach()
        torch.neg_(kept)  # expect: DET102
        growth.sum().backward()


Learner().step()
