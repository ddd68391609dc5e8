import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 2)
image = torch.rand(3, 4)
label = torch.tensor([0, 1, 0])
image.requires_grad_(True)
F.cross_entropy(model(image), label).backward()
with torch.no_grad():
    attacked = (image + 0.1 * image.grad.sign()).clamp_(0, 1)
F.cross_entropy(model(attacked), label).backward()
