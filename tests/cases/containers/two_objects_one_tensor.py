import torch


class Holder:
    def __init__(self, value):
        self.value = value


a = torch.randn(3, requires_grad=True)
out = a.exp()
one, other = Holder(out.detach()), Holder(out.detach().clone())
other.value.zero_()
one.value.zero_()  # expect: DET102
out.sum().backward()
