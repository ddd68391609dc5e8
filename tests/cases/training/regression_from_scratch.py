# codes: DET1 DET3
# tensors: X b features l labels out param w
import torch
from torch import nn


def sgd(params, lr, batch_size):
    for param in params:
        param.data -= lr * param.grad / batch_size
        param.grad.data.zero_()


def linreg(X, w, b):
    return torch.matmul(X, w) + b


def squared_loss(y_hat, y):
    return (y_hat - y.reshape(y_hat.shape)) ** 2 / 2


def get_params():
    w = torch.normal(0, 0.01, size=(2, 1), requires_grad=True)
    b = torch.zeros(1, requires_grad=True)
    return w, b


def grad_clipping(params, theta):
    norm = torch.sqrt(sum(torch.sum(p.grad**2) for p in params))
    if norm > theta:
        for param in params:
            param.grad[:] *= theta / norm


torch.manual_seed(0)
w, b = get_params()
features = torch.randn(12, 2)
labels = features @ torch.tensor([[2.0], [-3.4]]) + 4.2
for epoch in range(2):
    for i in range(0, 12, 4):
        X, y = features[i : i + 4], labels[i : i + 4]
        out = linreg(X, w, b)
        l = squared_loss(out, y)
        l.sum().backward()
        grad_clipping([w, b], 1.0)
        sgd([w, b], 0.03, 4)
    with torch.no_grad():
        train_l = squared_loss(linreg(features, w, b), labels)
        print(epoch + 1, float(train_l.mean()))
