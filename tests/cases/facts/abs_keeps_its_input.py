import torch

a = torch.tensor([0.2, -0.7], requires_grad=True)
h = a * 1.0
sparsity = h.abs().sum()
h.data.neg_()  # expect: DET101
sparsity.backward()
