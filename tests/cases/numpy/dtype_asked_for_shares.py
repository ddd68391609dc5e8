import numpy as np
import torch

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
weights = np.ones(3, dtype=np.float32)
out = a * torch.from_numpy(weights).float()
weights *= 0.5  # expect: DET103
out.sum().backward()
filled = np.full(3, 0.5).astype("float32")
out = a * torch.as_tensor(filled, dtype=torch.float32)
filled += 1.0  # expect: DET103
out.sum().backward()
