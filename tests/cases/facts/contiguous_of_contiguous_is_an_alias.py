import torch

a = torch.randn(4, requires_grad=True)
out = a.sigmoid()
copy = out.data.contiguous()  # expect: DET201
copy.zero_()  # expect: DET101
out.sum().backward()
