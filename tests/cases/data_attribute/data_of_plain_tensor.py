import torch

labels = torch.tensor([1, 2, 3])
print(labels.data.max())  # expect: DET201
