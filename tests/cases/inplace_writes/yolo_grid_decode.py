import torch

raw = torch.randn(2, 4, requires_grad=True)
box = raw.sigmoid()
box[..., :2] = box[..., :2] * 2.0 - 0.5  # expect: DET104
box[..., 2:4] = (box[..., 2:4] * 2) ** 2  # expect: DET104
box.sum().backward()
