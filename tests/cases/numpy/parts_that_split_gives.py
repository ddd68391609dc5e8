import numpy as np
import torch

w = torch.randn(4, requires_grad=True)
c = w.exp()
left, right = np.split(c.detach().numpy(), 2)
left *= 0.5  # expect: DET103
c.sum().backward()

d = w.exp()
for part in np.array_split(d.detach().numpy(), [1, 2]):
    part.fill(0.0)  # expect: DET103
d.sum().backward()

e = w.exp()
copy = np.split(e.detach().numpy().copy(), 2)[0]
copy *= 0.5
e.sum().backward()
