import copy

import torch
from torch import nn


def keep_best(model, batches):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    lowest, best, worst = float("inf"), None, None
    for batch in batches:
        optimizer.zero_grad()
        loss = model(batch).pow(2).mean()
        loss.backward()
        optimizer.step()
        if loss.item() < lowest:
            lowest, best = loss.item(), model.state_dict()  # expect: DET123
        else:
            worst = copy.deepcopy(model.state_dict())
    if worst is not None:
        model.load_state_dict(worst)
    model.load_state_dict(best)


# for PyTorch only
keep_best(nn.Linear(2, 1), [torch.randn(4, 2) for _ in range(3)])
