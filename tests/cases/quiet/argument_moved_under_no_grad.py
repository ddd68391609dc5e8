import torch


def by_a_number(w):
    with torch.no_grad():
        w += 1
    w.sum().backward()


def by_a_tensor(w):
    with torch.no_grad():
        w += torch.randn(3)
    loss = (w * torch.ones(3)).sum()
    loss.backward()


for move in (by_a_number, by_a_tensor):
    move(torch.zeros(3, requires_grad=True))
