from dataclasses import dataclass, field

import torch
from torch import nn


@dataclass
class Rollout:
    values: list = field(default_factory=list)
    scale: float = field(default=0.5)

    def clip(self):
        for value in self.values:
            value.detach().clamp_(-0.01, 0.01)  # expect: DET102


@dataclass
class Named(Rollout):
    name: str = ""
    log: dict = field(default_factory=dict)


critic = nn.Linear(3, 1)
rollout, other = Named(name="a"), Rollout()
for _ in range(3):
    rollout.values.append(critic(torch.randn(3)).tanh())
    rollout.log["last"] = rollout.values[-1]
rollout.clip()
other.clip()
torch.cat(rollout.values).sum().mul(rollout.scale).backward()
