# codes: DET1
from collections import deque

import torch

a, b = (torch.randn(3, requires_grad=True) for _ in range(2))
last = deque(maxlen=1)
last.append(a)
last.append(b)
loss = a.pow(2).sum()
for p in last:
    p.data.mul_(2)
loss.backward()

loss = b.pow(2).sum()
for p in last:
    p.data.mul_(2)  # expect: DET101
loss.backward()

window = deque([a], maxlen=2)
window.extendleft([b, a])
window.rotate()
loss = b.pow(2).sum()
window[1].data.mul_(2)
window[0].data.mul_(2)  # expect: DET101
loss.backward()

recent = deque((), 2)
total = torch.zeros(())
for k in range(4):
    y = a * k
    recent.append(y)
    total = total + (y.pow(2).sum() if k > 1 else y.sum())
recent.popleft().data.zero_()  # expect: DET101
total.backward()

recent.clear()
total = torch.zeros(())
for k in range(3):
    y = a * k
    recent.append(y)
    total = total + (y.pow(2).sum() if k < 1 else y.sum())
recent[0].data.zero_()  # expect: DET121
total.backward()
