import torch
from torch import nn

model = nn.Linear(2, 3)
outputs = model(torch.randn(4, 2))
_, predicted = torch.max(outputs.data, 1)  # expect: DET201
print(predicted)
