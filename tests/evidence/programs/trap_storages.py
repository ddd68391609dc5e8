import torch


def pointer(x: torch.Tensor):
    storage = x.untyped_storage()
    return storage.data_ptr(), x.data.data_ptr(), x.numpy().data  # tensor annotation; not flow
