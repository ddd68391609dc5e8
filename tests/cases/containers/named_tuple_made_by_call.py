# codes: DET1 DET3
from collections import namedtuple

import torch

Step = namedtuple("Step", "out plain")
a = torch.randn(3, requires_grad=True)
step = Step(a.exp(), plain=a * 2)
loss = (step.out + step.plain).sum()
first, second = step
second.detach().zero_()
step._replace(plain=None)[0].detach().zero_()  # expect: DET102
loss.backward()
