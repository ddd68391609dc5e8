import torch
from torch import nn

model = nn.Linear(4, 3)
probs = model(torch.randn(6, 4)).softmax(1)
confidence = probs.detach()
confidence[confidence < 0.4] = 0.0  # expect: DET102
loss = -probs.log().mean()
print(confidence.sum().item())
loss.backward()
