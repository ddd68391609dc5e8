import numpy as np
import torch

a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
array = np.from_dlpack(out.detach())
array *= 2  # expect: DET103
out.sum().backward()
