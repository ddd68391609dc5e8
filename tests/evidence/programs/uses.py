import torch
import torch.nn.init as init


def by_result(x, y, z, w, v):
    x.data.copy_(1)  # tensor use
    y.data.size(0)  # tensor result-use
    z.data["key"]  # not result-use
    w.data.items()  # not result-use
    alias = v.data  # tensor result-use
    alias.clamp_(0)


def by_receiver(a, b, c, d):
    a.requires_grad
    a.data  # tensor use
    torch.norm(b)
    b.data  # tensor use
    init.xavier_uniform_(c.data)  # tensor torch-argument
    d.left
    d.data  # not use


def by_value(a, b, c):
    a.target.data = torch.zeros(3)  # tensor assigned
    b.target.data = {}  # not assigned
    c.target.data = "text"  # not assigned


def rebound(changed, view):
    if isinstance(changed, torch.Tensor):
        n = changed.size(0)
        changed = view(n)
        return changed.data  # unknown none


def unknown(thing):
    return thing.data  # unknown none


def moved(x: torch.Tensor, batch, device):
    x = send(x, device)
    y = torch.zeros(3)
    y = send(y, device)
    return x.data, y.data  # tensor annotation; tensor kept


def looped(params):
    total = sum(p.data.numel() for p in params if p.requires_grad)  # tensor use
    for p in params:
        print(p.param_group)
        p.data.float()  # tensor use


class Net(torch.nn.Module):
    def forward(self, inputs):
        x, lengths = inputs
        return lengths.data  # tensor forward-argument
