import torch

w = torch.randn(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)
loss = w.pow(2).sum()
for _ in range(2):
    optimizer.zero_grad()
    loss.backward()  # expect: DET305
    optimizer.step()
