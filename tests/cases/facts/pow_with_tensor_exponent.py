import torch

base = torch.rand(3, requires_grad=True)
exponent = torch.tensor([1.0, 2.0, 3.0])
out = base**exponent
exponent += 1.0  # expect: DET104
out.sum().backward()
