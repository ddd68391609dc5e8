import torch

w = torch.randn(3, requires_grad=True)
steps = torch.zeros(1, dtype=torch.long)
for _ in range(2):
    loss = w.exp().sum()
    steps += 1
    loss.backward()
