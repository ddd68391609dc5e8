import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
out = a.sigmoid()
c = out.data  # expect: DET201
c.zero_()  # expect: DET101
out.sum().backward()
