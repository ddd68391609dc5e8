# codes: DET1
import torch

a = torch.tensor([0.2, -0.7, 1.5], requires_grad=True)
h = a * 1.0
y = torch.relu(h)
y.data.mul_(0.5)  # expect: DET121
y.data /= 2  # expect: DET121
y.data.clamp_(min=0, max=1.0)  # expect: DET121
y.data.sqrt_()  # expect: DET121
y.sum().backward()
