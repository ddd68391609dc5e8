import torch

text = torch.zeros(4, 2, requires_grad=True)
image = torch.randn(2, 2)
text[1:3] = image  # expect: DET306
