import torch
from torch import nn


def two_backwards(model: nn.Module, batch: torch.Tensor, state: dict[str, torch.Tensor]) -> None:
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loss = model(batch).mean()
    model.load_state_dict(state)  # expect: DET115
    loss.backward()
    optimizer.step()


# for PyTorch only
model = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
two_backwards(model, torch.randn(5, 3), model.state_dict())
