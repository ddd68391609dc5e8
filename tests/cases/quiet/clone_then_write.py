import torch

a = torch.randn(5, requires_grad=True)
probs = a.softmax(0)
shown = probs.detach().clone()
shown[shown < 0.1] = 0.0
probs.log().sum().backward()
