# codes: DET1 DET3
import torch
import torch.nn.functional as F
from torch import nn

project = nn.Linear(4, 12)
query, key, value = project(torch.randn(2, 3, 4)).view(2, 3, 2, 6).transpose(1, 2).chunk(3, dim=-1)
mask = torch.zeros(3, 3)
out = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
mask.fill_(1.0)  # expect: DET104
out.sum().backward()
