import numpy as np
import torch

w = torch.randn(3, requires_grad=True)
out = w.exp()
image = out.detach().numpy()
np.clip(image, 0.0, 0.1, out=image)  # expect: DET103
out.sum().backward()
