import torch

a = torch.randn(2, 3, requires_grad=True)
index = torch.tensor([[0, 1, 2], [2, 1, 0]])
out = torch.zeros(2, 3).scatter(1, index, a)
index.zero_()  # expect: DET104
(out * torch.randn(2, 3)).sum().backward()
