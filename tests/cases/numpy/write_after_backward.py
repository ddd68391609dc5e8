import numpy as np
import torch

w = torch.randn(3, requires_grad=True)
out = w.exp()
image = out.detach().numpy()
out.sum().backward()
image *= 0.5
