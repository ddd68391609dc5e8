import torch


def clip(values):
    values.clamp_(0.0, 0.1)  # expect: DET101


def log(name, tensor):
    clip(tensor.data)  # expect: DET201
    print(name, tensor.shape)


a = torch.randn(3, requires_grad=True)
out = a.exp()
log("out", out)
out.sum().backward()
