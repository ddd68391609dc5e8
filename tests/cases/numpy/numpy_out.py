import numpy as np
import torch

weights = torch.randn(4, requires_grad=True)
gate = weights.sigmoid()
shown = gate.detach()
np.negative(shown.numpy(), out=shown.numpy())  # expect: DET103
gate.sum().backward()
