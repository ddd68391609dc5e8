import torch

z = torch.randn(3, requires_grad=True)
quantized = z + (z.round() - z).detach()
loss = quantized.pow(2).sum() + (z.detach().round() - z).pow(2).mean()
loss.backward()
