import numpy as np
import torch

w = torch.randn(3, requires_grad=True)
out = w.exp()
image = out.detach().numpy().astype(np.float64)
image *= 255
out.sum().backward()
