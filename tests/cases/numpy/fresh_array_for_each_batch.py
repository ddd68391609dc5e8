import numpy as np
import torch

net = torch.nn.Linear(3, 1)
losses = []
for step in range(2):
    batch = np.full((2, 3), step + 1.0, dtype=np.float32)
    losses.append(net(torch.from_numpy(batch)).pow(2).mean())
sum(losses).backward()
