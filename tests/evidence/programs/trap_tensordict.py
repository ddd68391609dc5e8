import torch
from tensordict import is_non_tensor, is_tensor_collection


def specs(data):
    return [x.view(-1)[0].data if is_non_tensor(x) else x for x in data]  # not isinstance


def detached(params):
    if is_tensor_collection(params):
        return params.data  # not isinstance
    return params
