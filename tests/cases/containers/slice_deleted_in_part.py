import torch

weight = torch.randn(3, requires_grad=True)
kept = []
for _ in range(2):
    kept.append(weight.exp())
    kept.append(weight.exp())
    torch.stack(kept).sum().backward()  # expect: DET305
    del kept[1:]
