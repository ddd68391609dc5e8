import sys

import torch

weight = torch.randn(3, requires_grad=True)
count = 2 + len(sys.executable) % 2
steps = [weight.exp() for _ in range(count)]
loss = (steps[-1] * weight).sum()
steps[0].data.zero_()  # expect: DET202
loss.backward()

steps = [weight.exp() for _ in range(count)]
loss = (steps[0] * weight).sum()
for step in steps[1:]:
    step.zero_()
loss.backward()
