# codes: DET1 DET3
import torch

query = torch.randn(2, 3, requires_grad=True)
keys = torch.randn(2, 3)
queue = torch.randn(4, 3)
loss = (query @ queue.t()).logsumexp(1).sum()
queue.data.copy_(torch.cat([queue, keys])[2:])  # expect: DET101
loss.backward()
