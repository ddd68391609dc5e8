import torch

table = torch.randn(2, 4, requires_grad=True)
index = torch.tensor([[0], [1]])
chosen = table.gather(1, index)
index.data.fill_(3)  # expect: DET101
chosen.sum().backward()
