# codes: DET1 DET3
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
b = torch.tensor([4.0, 5.0, 6.0], requires_grad=True)
loss = (a * a).sum() + (b * b).sum()
both = torch.stack([b.detach(), a.detach()])
a.data.copy_(both[0])  # expect: DET101
b.data.copy_(both[1])  # expect: DET101
loss.backward()
