import torch

weight = torch.nn.Parameter(torch.ones(2, 3))
alias = weight.detach()
alias[0].zero_()
with torch.no_grad():
    weight.copy_(alias)
weight.sum().backward()
