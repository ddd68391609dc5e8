# codes: DET1 DET3
import torch
from torch import nn

features = nn.Conv2d(3, 4, 3, padding=1).requires_grad_(False)
target = torch.rand(1, 4, 5, 5)
image = torch.randn(1, 3, 5, 5, requires_grad=True)
for _ in range(2):
    loss = (features(image) - target).abs().mean()
    image.data.clamp_(0, 1)
    loss.backward()
    image.data.sub_(image.grad)
    image.grad = None
