import torch


class Ops:
    @staticmethod
    def reset(tensor):
        tensor.zero_()  # expect: DET102

    @classmethod
    def reset_all(cls, tensors):
        for tensor in tensors:
            cls.reset(tensor.detach())


a = torch.randn(3, requires_grad=True)
out = a.exp()
Ops.reset_all([out])
out.sum().backward()
