import torch


def halve(x):
    h = x.exp()
    if not torch.is_grad_enabled():
        h.mul_(0.5)
    return h


def halve_what_is_recorded(x):
    h = x.exp()
    if torch.is_grad_enabled():
        h.mul_(0.5)  # expect: DET104
    return h


w = torch.randn(3, requires_grad=True)
halve(w).sum().backward()
with torch.no_grad():
    halve(w)
    halve_what_is_recorded(w)
try:
    halve_what_is_recorded(w).sum().backward()
except RuntimeError:
    pass

v = w.view(3, 1).squeeze(-1)
if v.grad_fn is None:
    v.detach_()  # expect: DET205
v.sum().backward()

h = torch.tanh(w)
if h.grad_fn is not None and bool(h.grad_fn) and not h.is_leaf:
    h.data.zero_()  # expect: DET101
h.sum().backward()
