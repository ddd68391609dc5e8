import torch

a = torch.randn(2, 3, requires_grad=True)
out = a.tanh()
columns = out.data.t()  # expect: DET201
columns[0] = 0.1  # expect: DET101
out.sum().backward()
