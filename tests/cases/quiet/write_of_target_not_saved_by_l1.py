import torch
import torch.nn.functional as F

w = torch.randn(4, requires_grad=True)
target = torch.randn(4)
loss = F.l1_loss(w * 2, target, reduction="sum")
target_copy = target.clone()
target_copy.zero_()
loss.backward()
