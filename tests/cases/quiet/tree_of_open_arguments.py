"""What nobody calls may be given any keywords; a function is mapped over all of them."""

import torch
from torch.utils._pytree import tree_map


def doubled(flag: bool, loss: torch.Tensor, **tensors: torch.Tensor) -> None:
    twice = tree_map(lambda t: t * 2 if flag else t, tensors)
    loss.backward()
    print(tree_map(lambda t: t[1:] if flag else t, twice))


# for PyTorch only
run = [doubled]
run[0](True, torch.ones(2, requires_grad=True).sum(), x=torch.ones(2))
