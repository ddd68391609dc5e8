import torch


def train():
    a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
    c = a.sigmoid().detach()
    c.sum().backward()  # expect: DET301
    return a.grad


train()
