import torch.utils.data
import torch.utils.data as data
from torch.utils.data import Dataset
import torch


class Numbers(torch.utils.data.Dataset):  # not module-path
    pass


loader = torch.utils.data.DataLoader(Numbers())  # not module-path
more = data.DataLoader(Numbers())
