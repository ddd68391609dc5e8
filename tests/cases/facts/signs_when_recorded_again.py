# codes: DET1
import torch
import torch.nn.functional as F

a = torch.tensor([0.2, -0.7, 1.5], requires_grad=True)
h = a * 1.0
y = F.logsigmoid(h)
(g,) = torch.autograd.grad(y.sum(), h, create_graph=True)
h.data.mul_(3.0)  # expect: DET101
g.sum().backward()
