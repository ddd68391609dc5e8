# codes: DET1
import dataclasses
from dataclasses import dataclass

import torch


@dataclass
class State:
    w: torch.Tensor
    scale: float = 1.0
    double: torch.Tensor = dataclasses.field(init=False)

    def __post_init__(self):
        self.double = self.w * 2


p = torch.randn(3, requires_grad=True)
state = State(torch.ones(3))
y = p * state.w
dataclasses.asdict(state)["w"].data.mul_(2)
dataclasses.astuple(state)[0].data.mul_(2)
y.sum().backward()

y = p * state.w
dict(state.__dict__)["w"].data.mul_(2)  # expect: DET101
y.sum().backward()

y = p * state.double
dataclasses.replace(state, w=torch.zeros(3)).double.data.mul_(2)
y.sum().backward()

y = p * state.w
dataclasses.replace(state, scale=2.0).w.data.mul_(2)  # expect: DET101
y.sum().backward()
