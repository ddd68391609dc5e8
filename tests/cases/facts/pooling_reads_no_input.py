# codes: DET1 DET3
import torch
import torch.nn.functional as F

x = torch.randn(1, 2, 4, 4, requires_grad=True)
h = x.clone()
loss = F.max_pool2d(h, 2).sum() + F.avg_pool2d(h, 2).sum()
h.data.neg_()  # expect: DET121
loss.backward()
h = x.clone()
loss = F.max_pool2d(h, 2).sum()
h.detach().neg_()  # expect: DET102
loss.backward()
