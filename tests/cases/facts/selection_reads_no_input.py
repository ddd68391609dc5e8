# codes: DET1 DET3
import torch

x = torch.randn(3, 4, requires_grad=True)
h = x.clone()
loss = h.gather(1, torch.tensor([[0], [1], [2]])).sum() + h.masked_select(h > 0).sum()
h.data.zero_()  # expect: DET121
loss.backward()
