import torch

edges = torch.tensor([[0, 1, 2], [1, 2, 0]])
layer = torch.nn.Linear(2, 2)
norm = torch.ones(3)
source, target = edges
y = layer(torch.randn(3, 2)) * norm[source].unsqueeze(-1)
norm.zero_()
y.sum().backward()
