# codes: DET1 DET3
import queue

import torch
from torch import nn

waiting = queue.Queue()
net = nn.Linear(3, 2)
for _ in range(2):
    waiting.put((net(torch.randn(4, 3)).exp(), 1.0))
loss = 0.0
while not waiting.empty():
    out, scale = waiting.get()
    loss = loss + (out * scale).sum()
    out.data.zero_()  # expect: DET101
loss.backward()
