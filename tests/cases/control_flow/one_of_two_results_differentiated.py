import sys

import torch
import torch.nn.functional as F

c = len(sys.argv) > 5


def results():
    w = torch.randn(3, requires_grad=True)
    return w, w.sigmoid(), w.exp()


w, a, b = results()
x = a if c else b
a.sum().backward()
F.softplus(x).sum().backward()

w, a, b = results()
x = a if c else b
a.sum().backward()
torch.stack([x, w]).sum().backward()

w, a, b = results()
x = a.sum() if c else b.sum()
a.sum().backward()
torch.autograd.backward([x])

w, a, b = results()
x = a if c else b
torch.autograd.grad(x.sum(), w)
a.sum().backward()

w, a, b = results()
one, two = [a.sum(), w.sin().sum()], [b.sum(), w.cos().sum()]
one[0].backward()
for loss in one if c else two:
    loss.backward()

w, a, b = results()
x, y = a.sum() if c else b.sum(), a.sum() if not c else b.sum()
x.backward()
y.backward()
