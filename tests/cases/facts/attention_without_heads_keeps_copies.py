# codes: DET1 DET3
import torch
import torch.nn.functional as F
from torch import nn

project = nn.Linear(4, 4)
x = torch.randn(2, 3, 4)
query, key, value = project(x), project(x), project(x)
mask = torch.zeros(3, 3)
out = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
query.detach().mul_(0.5)
mask.fill_(1.0)
out.detach().zero_()
value.detach().mul_(0.5)  # expect: DET102
out.sum().backward()
