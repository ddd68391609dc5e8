import torch

buffer = torch.zeros(2, 3)
buffer.detach().t_()  # expect: DET204
print(buffer.shape)
