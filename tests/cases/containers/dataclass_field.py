from dataclasses import dataclass

import torch


@dataclass
class Output:
    logits: torch.Tensor
    probs: torch.Tensor


a = torch.randn(3, requires_grad=True)
output = Output(logits=a * 2.0, probs=a.softmax(0))
output.probs.data.clamp_(min=0.4)  # expect: DET101
(output.probs * torch.arange(3.0)).sum().backward()
