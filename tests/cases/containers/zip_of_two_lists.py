import torch

a = torch.randn(3, requires_grad=True)
gates = [a.sigmoid(), a.tanh()]
scales = [0.5, 2.0]
for gate, scale in zip(gates, scales):
    gate.data.mul_(scale)  # expect: DET101
sum(gates).sum().backward()
