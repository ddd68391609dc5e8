# codes: DET1
import torch

a = torch.tensor([0.2, -0.7, 1.5], requires_grad=True)
slope = torch.tensor([0.25], requires_grad=True)
h = a * 1.0
y = torch.prelu(h, slope)
h.data.mul_(3.0)  # expect: DET101
y.sum().backward()
