import torch
import torch.utils.data
from torch.utils.data import DataLoader, TensorDataset

dataset = TensorDataset(torch.randn(8, 3), torch.randn(8, 1))
loader = torch.utils.data.DataLoader(dataset, batch_size=4)
model = torch.nn.Linear(3, 1)
for inputs, targets in loader:
    loss = (model(inputs) - targets).pow(2).mean()
    loss.backward()
print(len(DataLoader(dataset)))
