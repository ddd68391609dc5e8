import torch

a = torch.randn(3, requires_grad=True)
b = torch.randn(3, requires_grad=True)
joined = torch.cat([a, b])
stacked = torch.stack([a, b])
joined.zero_()
with torch.no_grad():
    a.fill_(1.0)
(joined.sum() + stacked.sum()).backward()
