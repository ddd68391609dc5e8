import torch

target = torch.randn(3, requires_grad=True)
together = eval("lambda x: (x * 2, x * 3)")

parts = together(target)
loss = torch.sin(parts[-1]).sum()
parts[0].mul_(2)
loss.backward()
