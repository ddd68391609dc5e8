import torch


def update(*, target, source):
    target.copy_(source)  # expect: DET102


a = torch.randn(3, requires_grad=True)
out = a.exp()
arguments = {"target": out.detach(), "source": torch.zeros(3)}
update(**arguments)
out.sum().backward()
