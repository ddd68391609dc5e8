import torch

w = torch.ones(3, 2, requires_grad=True)
best = torch.tensor(1)
loss = (w * w).sum()
w[best].data.mul_(2.0)  # expect: DET101
loss.backward()
print(w.grad)
