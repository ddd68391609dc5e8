import torch

a = torch.rand(4, requires_grad=True)
probs = a + 0.5
nll = -probs.log().sum()
probs.data.clamp_(min=5.0)  # expect: DET101
nll.backward()
