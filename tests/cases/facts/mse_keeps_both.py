import torch
import torch.nn.functional as F

a = torch.randn(3, requires_grad=True)
target = torch.randn(3)
loss = F.mse_loss(a * 2.0, target)
target.mul_(2.0)  # expect: DET104
loss.backward()
