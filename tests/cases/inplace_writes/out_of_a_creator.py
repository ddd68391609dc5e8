import torch

w = torch.randn(3, requires_grad=True)
noise = torch.empty(3)
torch.rand(3, out=noise)
total = 0.0
for _ in range(2):
    torch.randn(3, out=noise)  # expect: DET104
    total = total + (w * noise).sum()
total.backward()
