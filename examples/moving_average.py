"""A teacher whose weights follow those of its student. It works; ``.data`` is what keeps PyTorch from watching over it."""

import copy

import torch
from torch import nn


class MeanTeacher:
    def __init__(self, student, decay=0.99):
        self.student = student
        self.teacher = copy.deepcopy(student)
        self.decay = decay

    def update(self):
        for old, new in zip(self.teacher.parameters(), self.student.parameters()):
            old.data.mul_(self.decay).add_(new.data, alpha=1 - self.decay)


def train(student, batches):
    teacher = MeanTeacher(student)
    optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
    for inputs, targets in batches:
        loss = (student(inputs) - targets).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        teacher.update()
    return teacher.teacher


if __name__ == "__main__":
    torch.manual_seed(0)
    data = [(torch.randn(16, 4), torch.randn(16, 1)) for _ in range(10)]
    print(train(nn.Linear(4, 1), data))
