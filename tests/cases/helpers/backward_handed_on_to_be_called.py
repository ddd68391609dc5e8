# codes: DET1
import torch


def decayed(then):
    w.data.mul_(0.9)  # expect: DET101
    then()


w = torch.randn(3, requires_grad=True)
v = torch.randn(3, requires_grad=True)
loss = (w * v).sum()


def run():
    loss.backward()


steps = {"decayed": decayed}
steps["decayed"](run)
