import torch

w = torch.randn(3, requires_grad=True)
outs = []
for step in range(2):
    out = w.exp()
    outs.append(out)
    outs[0].detach().mul_(2.0)  # expect: DET102
torch.stack(outs).sum().backward()
