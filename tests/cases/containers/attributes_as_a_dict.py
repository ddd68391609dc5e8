# codes: DET1 DET3
import torch


class Batch:
    def __init__(self, **given):
        self.__dict__.update(given)

    def map(self, change):
        return Batch(**{key: change(value) for key, value in vars(self).items()})


a = torch.randn(3, requires_grad=True)
batch = Batch(out=a.exp(), target=torch.rand(3))
loss = (batch.out * batch.target).sum()
numbers = batch.map(lambda value: value.detach())
numbers.target.zero_()  # expect: DET102
loss.backward()
