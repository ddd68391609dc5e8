import torch
from torch import nn


class Message:
    pass


def convert(x, y, z, other):
    if isinstance(x, torch.Tensor):
        return x.data  # tensor isinstance
    if not torch.is_tensor(y):
        return None
    y.data  # tensor isinstance
    assert isinstance(z, nn.Parameter)
    z.data  # tensor isinstance
    return x.data if isinstance(x, (torch.FloatTensor, torch.LongTensor)) else other.data  # tensor isinstance; unknown none


def dispatch(m):
    if isinstance(m, Message):
        return m.data  # not class
    return [v.data for v in m if isinstance(v, torch.Tensor) and v.data is not None]  # tensor isinstance; tensor isinstance
