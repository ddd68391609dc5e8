import torch

buffer = torch.zeros(2)
buffer.data.resize_(4)  # expect: DET204
print(buffer.shape)
