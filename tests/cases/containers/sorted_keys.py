import torch

a = torch.randn(3, requires_grad=True)
outputs = dict(gate=a.sigmoid(), value=a.tanh())
for name in sorted(outputs):
    outputs[name].detach().add_(1.0)  # expect: DET102
sum(outputs.values()).sum().backward()
