"""The same where the gradient of a factor is asked for."""

import torch

bias = torch.ones(3, requires_grad=True)
factor = torch.ones(3, requires_grad=True)
loss = bias.addcmul(factor, torch.ones(3)).sum()
loss.backward()
loss.backward()  # expect: DET305
