import torch

w = torch.randn(3, requires_grad=True)
x = torch.randn(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=1.0, fused=True)
out = (w * x).sum()
out.backward(retain_graph=True)
optimizer.step()  # expect: DET106
x.grad = None
out.backward()
