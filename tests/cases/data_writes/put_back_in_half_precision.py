import torch

w = torch.tensor([0.1, 0.2, 0.3], requires_grad=True)
energy = (w * w).sum()
kept = torch.empty(3, dtype=torch.float16)
kept.copy_(w.data)  # expect: DET201
w.data.zero_()  # expect: DET101
w.data.copy_(kept)  # expect: DET101
energy.backward()
