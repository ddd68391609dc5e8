import torch

w = torch.ones(3, requires_grad=True)
mode = torch.no_grad()
mode.__enter__()
w.add_(1)
mode.__exit__(None, None, None)
w.mul_(2)  # expect: DET306
