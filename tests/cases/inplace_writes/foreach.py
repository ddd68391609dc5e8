import torch

w = torch.full((4,), 0.5, requires_grad=True)
out = torch.tanh(w)
torch._foreach_mul_([out], 3.0)  # expect: DET104
out.sum().backward()
