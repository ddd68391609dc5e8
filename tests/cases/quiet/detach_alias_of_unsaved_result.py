import torch

# A result that nothing kept, written after the last backward through it.
a = torch.ones(3, requires_grad=True)
total = (a + 1.0).sum()
copy = total.detach()
total.backward()
copy.zero_()
