import numpy as np
import torch

values = np.array([1.0, 2.0, 3.0], dtype=np.float32)
inputs = torch.tensor(values)
w = torch.randn(3, requires_grad=True)
loss = (w * inputs).sum()
values[:] = 0.0
loss.backward()
