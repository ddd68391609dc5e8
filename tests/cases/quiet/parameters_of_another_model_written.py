"""Written between a forward and its backward are the parameters of another model, a bias that nothing reads, or those of a part that
was not called."""

import torch
from torch import nn


def critic_first(generator: nn.Module, critic: nn.Module, noise: torch.Tensor, real: torch.Tensor) -> None:
    fake = generator(noise)
    loss = critic(fake.detach()).mean() - critic(real).mean()
    loss.backward()
    for p in critic.parameters():
        p.data.clamp_(-0.01, 0.01)  # expect: DET202
    (-critic(fake).mean()).backward()


def averaged(model: nn.Module, average: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).pow(2).sum()
    for p, q in zip(model.parameters(), average.parameters()):
        q.data.mul_(0.9).add_(p.detach(), alpha=0.1)  # expect: DET202
    loss.backward()


def written_before(model: nn.Module, x: torch.Tensor) -> None:
    for p in model.parameters():
        p.data.clamp_(-0.01, 0.01)  # expect: DET202
    model(x).sum().backward()
    model.head.weight.data.clamp_(min=0)  # expect: DET202


def bias(model: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).sum()
    model.head.bias.data.zero_()  # expect: DET202
    loss.backward()


# for PyTorch only
class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Linear(3, 4)
        self.head = nn.Linear(4, 3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.body(x).tanh())


x = torch.randn(5, 3)
critic_first(Net(), Net(), x, x)
averaged(Net(), Net(), x)
written_before(Net(), x)
bias(Net(), x)
