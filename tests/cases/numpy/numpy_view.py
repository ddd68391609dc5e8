import torch


class Learner:
    def __init__(self):
        self.scale = torch.randn(4, requires_grad=True)

    def step(self):
        growth = torch.exp(self.scale)
        kept = growth.detach()
        kept.numpy()[:] = 0.0  # expect: DET103
        growth.sum().backward()


Learner().step()
