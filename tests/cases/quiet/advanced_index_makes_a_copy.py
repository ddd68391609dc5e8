import torch

w = torch.randn(6, requires_grad=True)
out = w.sigmoid()
picked = out.detach()[[0, 2, 4]]
picked.zero_()
large = out.detach()[out.detach() > 0.5]
large.fill_(1.0)
out.sum().backward()
