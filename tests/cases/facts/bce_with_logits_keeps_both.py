import torch
import torch.nn.functional as F

a = torch.randn(3, requires_grad=True)
labels = torch.tensor([0.0, 1.0, 1.0])
loss = F.binary_cross_entropy_with_logits(a * 2.0, labels)
labels.data.mul_(0.9).add_(0.05)  # expect: DET101
loss.backward()
