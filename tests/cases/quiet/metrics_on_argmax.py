import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(4, 3)
inputs, labels = torch.randn(8, 4), torch.randint(0, 3, (8,))
logits = model(inputs)
predictions = logits.argmax(1)
predictions[predictions == 2] = 0
accuracy = (predictions == labels).float().mean()
F.cross_entropy(logits, labels).backward()
print(accuracy.item())
