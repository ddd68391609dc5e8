import torch
from torch import nn

balance = torch.tensor([1.0, 2.0, 3.0])
criterion = nn.BCEWithLogitsLoss(pos_weight=balance)
logits = torch.randn(2, 3, requires_grad=True)
loss = criterion(logits * 1, torch.ones(2, 3))
balance.mul_(0.5)  # expect: DET104
loss.backward()
