import torch
from torch import nn

model = nn.Linear(3, 1)
torch.set_grad_enabled(False)
loss = model(torch.randn(2, 3)).mean()
torch.set_grad_enabled(True)
loss.backward()  # expect: DET301
