# codes: DET1 DET3
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
b = torch.tensor([4.0, 5.0, 6.0], requires_grad=True)
c = torch.tensor([7.0, 8.0, 9.0], requires_grad=True)
loss = (a * a).sum() + (b * b).sum() + (c * c).sum()
a.data.copy_(a.data.flip(0))  # expect: DET101
b.data.copy_(torch.roll(b.data, 1))  # expect: DET101
c.data.copy_(torch.cat([c.data[1:], c.data[:1]]))  # expect: DET101
loss.backward()
