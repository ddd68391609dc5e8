import numpy as np
import torch

w = torch.randn(3, requires_grad=True)
out = w + 1.0
image = out.detach().numpy()
image *= 0.5  # expect: DET121
out.sum().backward()
