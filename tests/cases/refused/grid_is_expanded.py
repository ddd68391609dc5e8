import torch

x = torch.randn(2, 3)
rows, columns = torch.meshgrid(x[0], x[1], indexing="ij")
rows.mul_(2.0)  # expect: DET307
