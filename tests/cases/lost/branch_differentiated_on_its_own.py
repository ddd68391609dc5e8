import torch

weight = torch.tensor([1.0, 2.0], requires_grad=True)
trial = weight.detach()  # expect: DET304
trial.requires_grad_(True)
trial.pow(2).sum().backward()
print(weight.grad)
