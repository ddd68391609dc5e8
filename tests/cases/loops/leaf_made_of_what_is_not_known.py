import torch


def tune(start, steps):
    log_alpha = torch.log(torch.ones(1) * start).requires_grad_(True)
    optimizer = torch.optim.SGD([log_alpha], lr=0.1)
    for _ in range(steps):
        optimizer.zero_grad()
        (log_alpha * 2).mean().backward()
        optimizer.step()
    return log_alpha


# for PyTorch only
tune(0.2, 2)
