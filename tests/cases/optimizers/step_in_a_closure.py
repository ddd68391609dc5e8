import torch

w = torch.randn(3, requires_grad=True)
optimizer = torch.optim.LBFGS([w], lr=0.1, max_iter=2)


def closure():
    optimizer.zero_grad()
    loss = w.pow(2).sum()
    loss.backward()
    return loss


optimizer.step(closure)
