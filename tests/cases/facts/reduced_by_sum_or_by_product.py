import torch

index = torch.tensor([[0, 1, 1]])
a = torch.randn(1, 3, requires_grad=True)
b = torch.randn(1, 3, requires_grad=True)

x, y = a * 1, b * 1
out = x.scatter_reduce(1, index, y, reduce="sum")
y.data.mul_(0.5)  # expect: DET121
out.sum().backward()

x, y = a * 1, b * 1
out = x.scatter_reduce(1, index, y, reduce="prod")
y.data.mul_(0.5)  # expect: DET101
out.sum().backward()

x, y = a.detach() * 1, b * 1
out = x.scatter_reduce(1, index, y, reduce="amax")
x.data.mul_(0.5)  # expect: DET101
out.sum().backward()
