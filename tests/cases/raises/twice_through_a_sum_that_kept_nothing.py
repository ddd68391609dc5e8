"""What an operation keeps for a gradient that is not asked for is not there to be freed."""

import torch
import torch.nn.functional as F

places, ones = torch.tensor([0]), torch.ones(3)
bias = torch.ones(3, requires_grad=True)
for loss in (
    bias.index_add(0, places, torch.ones(1)).sum(),
    bias.addcmul(ones, ones).sum(),
    bias.scatter_add(0, places, ones).sum(),
    F.linear(torch.ones(2, 3), torch.ones(3, 3), bias).sum(),
    torch.addmm(bias, torch.ones(2, 2), torch.ones(2, 3)).sum(),
):
    loss.backward()
    loss.backward()
