# codes: DET1
import torch

a = torch.tensor([0.2, -0.7, 1.5], requires_grad=True)
mask = torch.tensor([0.0, 1.0, 1.0])
y = torch.relu(a * 1.0)
y.data.mul_(mask)  # expect: DET111
y.sum().backward()
