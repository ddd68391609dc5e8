import torch

a = torch.randn(5, requires_grad=True)
probs = a.softmax(0)
shown = probs.clone().detach()
shown.mul_(100)
probs.log().sum().backward()
