from dataclasses import dataclass, field

import torch


@dataclass
class Message:
    topic: str
    data: dict = field(default_factory=dict)


message = Message("loss")
message.data["value"] = 0.5
message.data.update(step=1)
print(message.data, torch.tensor(1.0))
