# codes: DET1 DET3
# tensors: X b true_w w y y_hat z
import numpy as np
import torch

np.random.seed(0)
torch.manual_seed(0)
X = torch.from_numpy(np.random.randn(20, 3)).float()
true_w = torch.tensor([[1.0], [-2.0], [0.5]])
y = (torch.sigmoid(X @ true_w) > 0.5).float()
w = torch.zeros(3, 1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)
lr = 0.5
losses = []
for epoch in range(3):
    z = X.mm(w) + b
    y_hat = 1 / (1 + torch.exp(-z))
    loss = -(y * torch.log(y_hat + 1e-7) + (1 - y) * torch.log(1 - y_hat + 1e-7)).mean()
    loss.backward()
    with torch.no_grad():
        w -= lr * w.grad
        b -= lr * b.grad
        w.grad.zero_()
        b.grad.zero_()
    losses.append(loss.item())
    labels = y_hat.detach().numpy()
    acc = ((labels > 0.5) == y.numpy()).mean()
print(losses, acc)
