# codes: DET1 DET3
import torch

start, end = torch.randn(3), torch.randn(3)
weight = torch.rand(3, requires_grad=True)
loss = torch.lerp(start, end, weight).sum()
weight.data.zero_()
loss.backward()
end = torch.randn(3, requires_grad=True)
loss = torch.lerp(start, end, weight).sum()
weight.data.fill_(0.5)  # expect: DET101
loss.backward()
