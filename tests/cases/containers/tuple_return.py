import torch


def heads(a):
    return a.sigmoid(), a.tanh()


a = torch.randn(3, requires_grad=True)
gate, value = heads(a)
value.data.mul_(0.5)  # expect: DET101
(gate.sum() + value.sum()).backward()
