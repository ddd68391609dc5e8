import torch

scores = torch.randn(2, 3, requires_grad=True)
weights = torch.softmax(scores, dim=-1)
weights *= torch.tensor([1.0, 0.0, 1.0])  # expect: DET104
weights.sum().backward()
