import torch

a = torch.randn(3, requires_grad=True)
if (raw := (out := a.exp()).data).numel() > 2:  # expect: DET201
    raw.zero_()  # expect: DET101
out.sum().backward()
