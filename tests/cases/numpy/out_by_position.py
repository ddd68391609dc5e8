import numpy as np
import torch

a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
array = out.detach().numpy()
np.multiply(array, 0.5, array)  # expect: DET103
out.sum().backward()
