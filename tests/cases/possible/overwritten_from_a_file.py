# codes: DET1 DET3
import io

import torch

file = io.BytesIO()
torch.save(torch.ones(3), file)
file.seek(0)
w = torch.randn(3, requires_grad=True)
energy = (w * w).sum()
w.data.mul_(2)  # expect: DET111
w.data.copy_(torch.load(file))  # expect: DET111
energy.backward()
