import numpy as np
import torch

values = np.array([1.0, 2.0, 3.0], dtype=np.float32)
w = torch.randn(3, requires_grad=True)
loss = (w * torch.as_tensor(values)).sum()
values *= 2.0  # expect: DET103
loss.backward()
