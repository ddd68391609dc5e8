import torch


def make_reset(tensor):
    alias = tensor.detach()

    def reset():
        alias.zero_()  # expect: DET102

    return reset


a = torch.randn(3, requires_grad=True)
out = a.exp()
reset = make_reset(out)
reset()
out.sum().backward()
