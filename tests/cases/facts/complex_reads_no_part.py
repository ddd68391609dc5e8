import torch
from torch import nn

a = torch.rand(3, requires_grad=True)
b = torch.rand(3, requires_grad=True)
x, y = a * 2, b * 2
out = torch.complex(x, y)
y.data.mul_(0.5)  # expect: DET121
x.data.mul_(0.5)  # expect: DET121
out.abs().sum().backward()
logits = torch.rand(2, 3, requires_grad=True)
teacher = torch.rand(2, 3, requires_grad=True).softmax(1)
loss = nn.CrossEntropyLoss()(logits.detach(), teacher)
loss.backward()
