import torch

w = torch.randn(4, requires_grad=True)
out = w.tanh()
print(out.detach().cpu().numpy().mean())
out.sum().backward()
