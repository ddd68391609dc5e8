import numpy as np
import torch

w = torch.ones(3, requires_grad=True)
plain = torch.ones(3)
scaled = plain * np.ones(3)
y = w.double() * scaled
scaled.data.zero_()  # expect: DET101
y.sum().backward()
weights = np.ones(3)
weights *= np.sqrt(2.0)
(plain / weights).sum().backward()  # expect: DET301
