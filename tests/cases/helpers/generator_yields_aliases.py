import torch


def aliases(tensors):
    for tensor in tensors:
        yield tensor.detach()


a = torch.randn(3, requires_grad=True)
outs = [a.exp(), a.tanh()]
for alias in aliases(outs):
    alias.neg_()  # expect: DET102
sum(outs).sum().backward()
