"""Whether an unknown tensor requires grad is asked once, however many sums lead to it."""

import torch


def all_of_one(a: torch.Tensor) -> None:
    p = a.exp()
    loss = p.sum() + a.mean() + a.std()
    p.data.clamp_(max=0.5)  # expect: DET101
    loss.backward()


def one_of_three(mean: torch.Tensor, std: torch.Tensor, recon: torch.Tensor) -> None:
    loss = std.pow(2).mean() + mean.mean() + recon.mean()
    std.data.clamp_(min=1.5)  # expect: DET111
    loss.backward()


def clipped_objective(new: torch.Tensor, old: torch.Tensor, advantage: torch.Tensor, entropy: torch.Tensor) -> None:
    ratio = torch.exp(new - old)
    objective = -torch.min(advantage * ratio, advantage * ratio.clamp(0.8, 1.2)).mean()
    ratio.data.clamp_(0.0, 0.1)  # expect: DET111
    (objective - 0.01 * entropy.mean()).backward()


# for PyTorch only
def given() -> torch.Tensor:
    return torch.randn(5, requires_grad=True)


all_of_one(given())
one_of_three(given(), given(), given())
clipped_objective(torch.full((5,), -1.0, requires_grad=True), torch.zeros(5), torch.ones(5), given())
