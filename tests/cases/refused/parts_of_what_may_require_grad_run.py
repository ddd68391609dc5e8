import torch


def blend(params, values, weights):
    parts = torch.cat(values).add_(1.0).unbind()
    torch._foreach_mul_(parts, weights)
    torch._foreach_addcmul_(params, params, parts)


# for PyTorch only
blend([torch.ones(1), torch.ones(1)], [torch.ones(1), torch.ones(1)], [0.5, 2.0])
