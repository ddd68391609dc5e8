import torch

a = torch.randn(5, requires_grad=True)
scale = torch.tensor(0.5)

out = (a / scale).round() * scale
scale.data.mul_(2.0)  # expect: DET202
out.sum().backward()

learned = torch.tensor(0.5, requires_grad=True)
rounded = (a * 3).round()
out = rounded * learned
rounded.data.mul_(2.0)  # expect: DET101
out.sum().backward()

h = a * 3
kept = h.exp()
out = kept.floor()
kept.data.mul_(2.0)  # expect: DET121
out.sum().backward()

h = a * 1
out = torch.div(h, torch.full((5,), 0.3, requires_grad=True), rounding_mode="floor")
h.data.mul_(2.0)  # expect: DET121
out.sum().backward()
