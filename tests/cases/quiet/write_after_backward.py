import torch

a = torch.tensor([0.2, -0.4], requires_grad=True)
gate = a.tanh()
gate.sum().backward()
gate.detach().zero_()
with torch.no_grad():
    a.add_(0.1)
