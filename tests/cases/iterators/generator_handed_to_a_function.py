# codes: DET1
import torch

w = torch.randn(3, requires_grad=True)


def updates():
    for k in range(2):
        yield w.pow(2).sum()
        w.data.mul_(0.5)


def train(losses):
    for loss in losses:
        loss.backward()


def train_late(losses):
    for loss in list(losses):
        loss.backward()


def late():
    for k in range(2):
        yield w.pow(2).sum()
        w.data.mul_(0.5)  # expect: DET101


train(updates())
train_late(late())
