import torch

counts = torch.zeros(4, 2)
chosen = torch.tensor([True, False, True, False])
counts[chosen][:, 0] += 1.0  # expect: DET122
counts[chosen] += 1.0
counts[1:3][:, 0] += 1.0
(kept := counts[chosen]).add_(1.0)
print(kept)
