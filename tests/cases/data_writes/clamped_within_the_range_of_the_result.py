# codes: DET1 DET3
import torch

x = torch.tensor([-1.0, 0.5, 2.0], requires_grad=True)
y = torch.sigmoid(x)
y.data.clamp_(0, 0.5)  # expect: DET101
y.sum().backward()
z = torch.tanh(x)
z.data.clamp_(min=0)  # expect: DET101
z.sum().backward()
q = torch.sigmoid(x)
q.data.mul_(3)  # expect: DET101
q.data.clamp_(0, 1)  # expect: DET101
q.sum().backward()
u = torch.sigmoid(x)
u.detach().clamp_(0, 1)  # expect: DET102
u.sum().backward()
