import torch

w = torch.randn(3, 3, requires_grad=True)
x = w * 2
var, mean = torch.var_mean(x, dim=1)
std, middle = torch.std_mean(x, dim=1)
x.data.mul_(0.5)  # expect: DET121
(mean + middle).sum().backward()
y = w * 2
var, mean = torch.var_mean(y, dim=1)
y.data.mul_(0.5)  # expect: DET101
(var + mean).sum().backward()
z = w * 2
std, mean = torch.std_mean(z)
std.data.mul_(0.5)  # expect: DET101
torch.autograd.grad(mean, w, retain_graph=True)
torch.autograd.grad(std, w)
v = w * 2
std, mean = torch.std_mean(v)
v.mul_(0.5)  # expect: DET104
mean.backward()
