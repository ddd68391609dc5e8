import importlib

import torch

total = getattr(importlib.import_module("torch"), "".join(["s", "um"]))

a = torch.randn(3, requires_grad=True)
loss = total(a)
loss.backward()
loss.backward()
