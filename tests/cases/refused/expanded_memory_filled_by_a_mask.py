"""Masks, places and indices are filled in expanded memory with a warning at most."""

import torch

mask = torch.tensor([[True, False, True]])
rows = torch.ones(1, 3).expand(2, 3)
rows[mask.expand(2, 3)] = 5.0
rows = torch.ones(1, 3).expand(2, 3)
rows.masked_fill_(mask, 5.0)
rows.index_fill_(1, torch.tensor([0]), 2.0)
rows[[0]] = 3.0
print(rows)
