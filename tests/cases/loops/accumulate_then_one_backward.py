import torch
from torch import nn

model = nn.Linear(3, 2)
total = 0.0
for _ in range(3):
    logits = model(torch.randn(4, 3))
    probs = logits.softmax(1)
    probs.detach()[:, 0].clamp_(max=0.5)  # expect: DET102
    total = total + probs.log().mean()
total.backward()
