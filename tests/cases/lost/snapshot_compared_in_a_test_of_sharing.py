import torch

weight = torch.randn(3)
alias = weight.detach()
weight.mul_(2.0)
assert torch.equal(weight, alias)
trick = weight.exp()
print(trick - trick.detach())
