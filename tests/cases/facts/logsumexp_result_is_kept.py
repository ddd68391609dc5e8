import torch

a = torch.randn(2, 5, requires_grad=True)
score = a.logsumexp(1)
score.data.zero_()  # expect: DET101
score.sum().backward()
