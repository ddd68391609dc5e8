import torch

a = torch.randn(3, requires_grad=True)
out = a.exp()
keep_graph = False
shown = out if keep_graph else out.data  # expect: DET201
shown.zero_()  # expect: DET101
out.sum().backward()
