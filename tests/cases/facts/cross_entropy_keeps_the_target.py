import torch
import torch.nn.functional as F

a = torch.randn(3, 4, requires_grad=True)
target = torch.tensor([0, 1, 2])
loss = F.cross_entropy(a, target)
target.data.fill_(3)  # expect: DET101
loss.backward()
