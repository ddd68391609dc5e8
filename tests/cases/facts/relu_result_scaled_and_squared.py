# codes: DET1
import torch

a = torch.tensor([0.2, -0.7, 1.5], requires_grad=True)
y = torch.relu(a * 1.0)
loss = y.pow(2).sum()
y.data.mul_(0.5)  # expect: DET101
loss.backward()
