import heapq

import torch
from torch import nn


class Beam:
    def __init__(self):
        self.heap = []

    def push(self, score, state):
        heapq.heappush(self.heap, (score, state))


fc = nn.Linear(3, 3)
beam = Beam()
for score in (2.0, 0.0, 1.0):
    beam.push(score, torch.tanh(fc(torch.randn(1, 3))))
first = beam.heap[0][1]
best = heapq.heappop(beam.heap)
best[1].data.zero_()  # expect: DET101
first.sum().backward()
torch.stack([state.sum() for _, state in beam.heap]).sum().backward()

w = torch.randn(3, requires_grad=True)
queue = [(1.0, torch.zeros(3)), (0.0, torch.tanh(w))]
heapq.heapify(queue)
queue[1][1].zero_()
queue[0][1].sum().backward()
