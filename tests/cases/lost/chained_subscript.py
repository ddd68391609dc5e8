import torch

a = torch.zeros(4)
mask = torch.tensor([True, False, True, False])
a[mask][0] = 1.0  # expect: DET122
