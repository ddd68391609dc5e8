import torch


class Session:
    def detach_(self):
        return "left"


session = Session()
w = torch.ones(2, requires_grad=True)
out = w.exp()
session.detach_()
out.sum().backward()
