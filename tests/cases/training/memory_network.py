# codes: DET1 DET3
# tensors: a e k r w x y
import torch
import torch.nn as nn


class Memory(nn.Module):
    def __init__(self, n=4, m=3):
        super().__init__()
        self.n, self.m = n, m
        self.key = nn.Linear(3, m)
        self.erase = nn.Linear(3, m)
        self.add = nn.Linear(3, m)
        self.reset()

    def reset(self):
        self.mem = torch.zeros(self.n, self.m)

    def address(self, k):
        return torch.softmax(self.mem @ k, dim=0)

    def forward(self, x):
        k = self.key(x)
        w = self.address(k)
        e, a = torch.sigmoid(self.erase(x)), torch.tanh(self.add(x))
        self.mem = self.mem * (1 - torch.outer(w, e)) + torch.outer(w, a)
        return w @ self.mem


torch.manual_seed(0)
memory = Memory()
head = nn.Linear(3, 1)
opt = torch.optim.Adam([*memory.parameters(), *head.parameters()])
for episode in range(2):
    memory.reset()
    outs = []
    for t in range(3):
        r = memory(torch.randn(3))
        outs.append(head(r))
    y = torch.cat(outs)
    loss = (y - 1.0).abs().mean()
    opt.zero_grad()
    loss.backward()
    opt.step()
