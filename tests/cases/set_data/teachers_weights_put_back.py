import torch
from torch import nn


class Shadow:
    def __init__(self, student):
        self.student = student
        self.weights = {n: p.detach().clone() + 0.5 for n, p in student.named_parameters()}
        self.backup = {}

    def put_in(self):
        for n, p in self.student.named_parameters():
            self.backup[n] = p.data  # expect: DET201
            p.data = self.weights[n]  # expect: DET203

    def put_back(self):
        for n, p in self.student.named_parameters():
            p.data = self.backup[n]  # expect: DET203


student = nn.Sequential(nn.Conv1d(2, 4, 3), nn.ReLU(), nn.Conv1d(4, 2, 1))
shadow = Shadow(student)
optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
for batch in [torch.randn(2, 2, 8) for _ in range(2)]:
    out = student(batch)
    shadow.put_in()
    with torch.no_grad():
        target = student(batch)
    shadow.put_back()
    optimizer.zero_grad()
    (out - target).pow(2).mean().backward()
    optimizer.step()
