import torch
from torch import nn


def update(actor: nn.Module, critic: nn.Module, states: torch.Tensor, returns: torch.Tensor) -> None:
    actor_optimizer = torch.optim.Adam(actor.parameters())
    critic_optimizer = torch.optim.Adam(critic.parameters())
    advantage = returns - critic(states)
    advantage.pow(2).mean().backward()
    critic_optimizer.step()
    (-actor(states).log_softmax(dim=-1) * advantage.detach()).mean().backward()
    actor_optimizer.step()


# for PyTorch only
update(
    nn.Linear(3, 2),
    nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1)),
    torch.randn(5, 3),
    torch.randn(5, 1),
)
