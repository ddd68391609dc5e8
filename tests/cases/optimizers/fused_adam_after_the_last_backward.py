import torch

w = torch.randn(3, requires_grad=True)
x = torch.randn(3, requires_grad=True)
optimizer = torch.optim.Adam([w], lr=1.0, fused=True)
out = (w * x).sum()
out.backward(retain_graph=True)
out.backward()
optimizer.step()
