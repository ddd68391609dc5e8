import torch

weight = torch.randn(4, requires_grad=True)
doubled = torch.cat([weight, weight])
with torch.no_grad():
    bits = doubled.view(torch.int32).clone()
bits.bitwise_and_(-(1 << 16))  # integers never require grad
seen = weight.view(torch.int32)
seen.bitwise_and_(-(1 << 16))
doubled.sum().backward()
