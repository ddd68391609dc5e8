# codes: DET1 DET3
import torch
from torch import nn

layer = nn.Linear(4, 2)
vector, matrix, batch = torch.randn(4), torch.randn(3, 4), torch.randn(2, 3, 4)
loss = layer(vector).sum() + layer(matrix).sum() + layer(batch).sum()
# of anything but a matrix, a view with the old memory is kept
vector.data = torch.ones(4)
batch.data = torch.ones(2, 3, 4)
matrix.data = torch.ones(3, 4)  # expect: DET103
loss.backward()
