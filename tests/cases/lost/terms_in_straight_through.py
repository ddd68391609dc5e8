import torch

value = torch.randn(3, requires_grad=True).mean()
rounded = value + (value.round() - value).detach()
grown = value.exp()
same = grown - grown.detach() + (value - value.detach())
(rounded + same).backward()
