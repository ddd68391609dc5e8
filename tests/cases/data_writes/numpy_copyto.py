import numpy as np
import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.data  # expect: DET201
np.copyto(shown.numpy(), np.zeros(4, dtype=np.float32))  # expect: DET101
gate.sum().backward()
