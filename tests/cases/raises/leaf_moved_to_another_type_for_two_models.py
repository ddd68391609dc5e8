# codes: DET1 DET3
import copy

import torch

model = torch.nn.Linear(2, 1).double()
other = copy.deepcopy(model)
w = torch.ones(3, 2, requires_grad=True)
x = w.exp().to(torch.double)
model.zero_grad()
loss = model(x).sum()
loss.backward()
other.zero_grad()
loss2 = other(x).sum()
loss2.backward()  # expect: DET305
