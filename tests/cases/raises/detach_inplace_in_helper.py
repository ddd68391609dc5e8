import torch


def log(loss):
    loss.detach_()  # expect: DET303
    print(loss)


a = torch.randn(3, requires_grad=True)
loss = a.exp().sum()
log(loss)
loss.backward()
