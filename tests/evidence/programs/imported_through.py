from toolbox.torch_utils import torch


def grown(old, size):
    new = make(size)
    new.data[: len(old)] = old  # unknown none
    return torch.zeros(2).data  # unknown none
