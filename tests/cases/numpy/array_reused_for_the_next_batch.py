import numpy as np
import torch

batch = np.zeros((2, 3), dtype=np.float32)
net = torch.nn.Linear(3, 1)
losses = []
for step in range(2):
    batch[...] = step + 1.0  # expect: DET103
    losses.append(net(torch.from_numpy(batch)).pow(2).mean())
sum(losses).backward()
