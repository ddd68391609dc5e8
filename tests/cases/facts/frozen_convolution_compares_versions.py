import torch
from torch import nn

features = nn.Conv2d(3, 4, 3, padding=1).requires_grad_(False)
image = torch.randn(1, 3, 5, 5, requires_grad=True)
loss = features(image).abs().mean()
with torch.no_grad():
    image.clamp_(0, 1)  # expect: DET104
loss.backward()
