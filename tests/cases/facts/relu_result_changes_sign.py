# codes: DET1
import torch

a = torch.tensor([0.2, -0.7, 1.5], requires_grad=True)
h = a * 1.0
y = torch.relu(h)
z = torch.relu(h + 1)
w = torch.nn.functional.relu(h - 1)
y.data.mul_(-0.5)  # expect: DET101
z.data.clamp_(max=-1)  # expect: DET101
w.data[2] = 0  # expect: DET101
(y + z + w).sum().backward()
