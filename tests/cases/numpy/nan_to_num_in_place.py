import numpy as np
import torch

a = torch.tensor([0.5, float("nan")], requires_grad=True)
out = a.sigmoid()
np.nan_to_num(out.detach().numpy(), copy=False)  # expect: DET103
out.sum().backward()
