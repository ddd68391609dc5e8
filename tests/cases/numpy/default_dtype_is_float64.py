import numpy as np
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
weights = np.ones(3)
cast = torch.from_numpy(weights).float()
out = a * cast
weights *= 0.5
asked = torch.as_tensor(weights, dtype=torch.float32)
out = out + a * asked
weights += 1.0
out.sum().backward()
