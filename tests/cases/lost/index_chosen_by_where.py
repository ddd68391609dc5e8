# codes: DET1
import torch

w = torch.randn(3, 3, requires_grad=True)
y = w.sigmoid()
chosen = torch.where(torch.tensor(True), torch.tensor(1), torch.tensor(2))
y[chosen].data.zero_()
rows, columns = torch.where(y > 0)
y[rows].data.zero_()  # expect: DET122
y.sum().backward()
