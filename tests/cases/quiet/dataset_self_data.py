import numpy as np
import torch
from torch.utils.data import Dataset


class Windows(Dataset):
    def __init__(self, values):
        self.data = np.asarray(values, dtype=np.float32)
        self.data -= self.data.mean()

    def __len__(self):
        return len(self.data)

    def __getitem__(self, index):
        return torch.from_numpy(self.data[index : index + 1])


windows = Windows([1.0, 2.0, 4.0])
weight = torch.ones(1, requires_grad=True)
loss = sum((weight * windows[i]).sum() for i in range(len(windows)))
loss.backward()
