# codes: DET1
import torch
from torch import nn

heads = nn.ModuleDict({"a": nn.Linear(3, 3)})
x = torch.randn(2, 3, requires_grad=True)
path, _, leaf = "a.weight".rpartition(".")
loss = heads["a" if "a" in heads else "b"](x).sum()
getattr(heads.get_submodule(path), leaf).data.mul_(0.9)  # expect: DET101
loss.backward()
