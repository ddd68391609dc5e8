# codes: DET1
import torch

w = torch.arange(9.0).view(3, 3).requires_grad_()
y, z = w.sigmoid(), w.tanh()
y[(y.detach() < 0.6).sum()].data.zero_()  # expect: DET101
z[torch.count_nonzero(z.detach() < 0.1)].data.zero_()  # expect: DET101
y[torch.isfinite(y).all(1)].data.zero_()  # expect: DET122
(y + z).sum().backward()
