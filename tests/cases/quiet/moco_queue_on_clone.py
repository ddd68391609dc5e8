import torch
import torch.nn.functional as F
from torch import nn

encoder = nn.Linear(4, 3)
queue = F.normalize(torch.randn(3, 8), dim=0)
position = 0
for _ in range(2):
    query = F.normalize(encoder(torch.randn(2, 4)), dim=1)
    negatives = query @ queue.clone().detach()
    loss = negatives.logsumexp(1).mean()
    with torch.no_grad():
        queue[:, position : position + 2] = query.t()
    position = (position + 2) % 8
    loss.backward()
