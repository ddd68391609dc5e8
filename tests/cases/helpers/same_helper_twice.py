import torch


def reset(tensor):
    tensor.zero_()  # expect: DET102


a = torch.randn(3, requires_grad=True)
scratch = torch.ones(3)
reset(scratch)
out = a.exp()
reset(out.detach())
out.sum().backward()
