import torch

a = torch.randn(2, 3, requires_grad=True)
outs = [row.exp() for row in a]
[out.data.zero_() for out in outs]  # expect: DET101
sum(out.sum() for out in outs).backward()
