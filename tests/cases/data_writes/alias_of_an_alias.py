import torch

a = torch.randn(3, requires_grad=True)
out = a.tanh()
first = out.data  # expect: DET201
second = first
third = second.view(-1)
third.fill_(0.3)  # expect: DET101
out.sum().backward()
