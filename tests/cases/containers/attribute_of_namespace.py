from types import SimpleNamespace

import torch

a = torch.randn(3, requires_grad=True)
state = SimpleNamespace(out=a.exp())
state.raw = state.out.data  # expect: DET201
state.raw.fill_(1.0)  # expect: DET101
state.out.sum().backward()
