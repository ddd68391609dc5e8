import dataclasses

import torch


@dataclasses.dataclass
class Output:
    hidden: torch.Tensor
    count: int = 0
    extras: dict = dataclasses.field(default_factory=dict)


weight = torch.randn(3, requires_grad=True)
output = Output(weight.exp())
for field in dataclasses.fields(output):
    value = getattr(output, field.name)
    if isinstance(value, torch.Tensor):
        value.data.mul_(0.5)  # expect: DET101
output.hidden.sum().backward()
