import torch

a = torch.randn(3, requires_grad=True)
outs = []
for _ in range(2):
    outs.append(a.exp())
outs[0].data.zero_()  # expect: DET101
torch.stack(outs).sum().backward()
