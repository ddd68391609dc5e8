import torch


def train(a):
    out = a.exp()

    def reset():
        out.data.zero_()  # expect: DET101

    reset()
    out.sum().backward()


train(torch.randn(3, requires_grad=True))
