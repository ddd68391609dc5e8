import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 2)
image, label = torch.rand(3, 4), torch.tensor([0, 1, 0])
delta = torch.zeros_like(image, requires_grad=True)
for _ in range(3):
    loss = F.cross_entropy(model(image + delta), label)
    (grad,) = torch.autograd.grad(loss, delta)
    with torch.no_grad():
        delta += 0.01 * grad.sign()
        delta.clamp_(-0.03, 0.03)
