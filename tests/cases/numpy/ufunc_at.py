import numpy as np
import torch

a = torch.randn(3, requires_grad=True)
out = a.sigmoid()
array = out.detach().numpy()
np.add.at(array, [0, 0], 1)  # expect: DET103
out.sum().backward()
