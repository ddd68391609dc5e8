import torch
from torch import nn


def clip(model: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).sum()
    for p in model.parameters():
        p.data.clamp_(-0.01, 0.01)  # expect: DET111
    loss.backward()


def rescale(model: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).sum()
    for name, p in model.named_parameters():
        if name.endswith("weight"):
            p.data.mul_(0.5)  # expect: DET111
    loss.backward()


def clip_layers(model: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).sum()
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            layer.weight.data.clamp_(-0.01, 0.01)  # expect: DET111
    loss.backward()


def halve(layer: nn.Module) -> None:
    if hasattr(layer, "weight"):
        layer.weight.data.mul_(0.5)  # expect: DET111


def apply(model: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).sum()
    model.apply(halve)
    loss.backward()


def constrain(model: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).sum()
    model.head.weight.data.clamp_(min=0)  # expect: DET111
    loss.backward()


def follow(model: nn.Module, target: nn.Module, x: torch.Tensor) -> None:
    loss = (model(x) - target(x)).pow(2).sum()
    for p, q in zip(model.parameters(), target.parameters()):
        q.data.copy_(p.detach())  # expect: DET111
    loss.backward()


def by_hand(model: nn.Module, x: torch.Tensor) -> None:
    loss = model(x).sum()
    with torch.no_grad():
        for p in model.parameters():
            p.mul_(0.9)  # expect: DET114
    loss.backward()


class Both(nn.Module):
    def __init__(self, encoder: nn.Module, decoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder
        self.decoder = decoder

    def step(self, x: torch.Tensor) -> None:
        loss = self.decoder(self.encoder(x)).sum()
        for p in self.parameters():
            p.data.clamp_(-0.01, 0.01)  # expect: DET111
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
for step in (clip, rescale, clip_layers, apply, constrain):
    step(Net(), x)
follow(Net(), Net(), x)
Both(Net(), Net()).step(x)
by_hand(Net(), x)
