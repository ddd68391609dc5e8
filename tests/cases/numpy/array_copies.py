import numpy as np
import torch

w = torch.randn(3, requires_grad=True)
out = w.exp()
image = np.array(out.detach())
image[0] = 0.0
out.sum().backward()
