import torch


class Policy:
    def __init__(self, weight):
        self.weight = weight
        self.out = weight.exp()

    @property
    def raw(self):
        return self.out.data  # expect: DET201


policy = Policy(torch.randn(3, requires_grad=True))
policy.raw.zero_()  # expect: DET101
policy.out.sum().backward()
