import torch
from torch import nn

w = torch.ones(3, requires_grad=True)
(w * w).sum().backward()
g = w.grad
z = (torch.ones(3, requires_grad=True) * g).sum()
nn.utils.clip_grads_with_norm_([w], 0.1, nn.utils.get_total_norm([w.grad]))  # expect: DET105
z.backward()
