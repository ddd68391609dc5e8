# codes: DET1 DET2
import random

import torch

outs = [torch.ones(2, requires_grad=True).exp() for _ in range(2)]
one = random.choice(outs)
for out in outs:
    out.data.zero_()  # expect: DET101
one.sum().backward()

outs = [torch.ones(2, requires_grad=True).exp() for _ in range(3)]
for out in random.sample(outs, 2):
    out.data.zero_()  # expect: DET111
    out.sum().backward()

w = torch.ones(2, requires_grad=True)
memory = []
for step in range(3):
    memory.append((torch.ones(2), step))
    for state, at in random.choices(memory, k=2):
        y = (state * w).sigmoid()
        y.data.zero_()  # expect: DET101
        y.sum().backward()

names = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}
y = names[random.choice(list(names))](w)
y.data.zero_()  # expect: DET111
y.sum().backward()
print(random.choice([w, w]).data)  # expect: DET201
