# codes: DET1
import torch
import torch.nn.functional as F

a = torch.tensor([0.2, -0.7, 1.5], requires_grad=True)
h = a * 1.0
y = F.leaky_relu(h, 0.1) + h.abs()
h.data.mul_(3.0)  # expect: DET121
h.data.tanh_()  # expect: DET121
h.data.clamp_(min=0)  # expect: DET101
y.sum().backward()
