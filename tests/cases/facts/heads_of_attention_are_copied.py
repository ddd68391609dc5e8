import torch
from torch import nn

batch, steps, heads, size = 2, 3, 2, 4
x = torch.randn(batch, steps, heads * size)
queries, keys, values = (nn.Linear(heads * size, heads * size) for _ in range(3))
q = queries(x).view(batch, steps, heads, size).transpose(1, 2)
k = keys(x).view(batch, steps, heads, size).permute(0, 2, 3, 1)
v = values(x).view(batch, steps, heads, size).transpose(1, 2)
weights = torch.matmul(q, k).softmax(-1)
out = weights @ v
q.data.zero_()  # expect: DET121
k.data.zero_()  # expect: DET121
v.data.zero_()  # expect: DET121
weights.data.zero_()  # expect: DET101
out.sum().backward()
