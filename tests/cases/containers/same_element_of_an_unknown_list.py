import torch
import torch.nn.functional as F

TEXT = "[torch.ones(3), torch.zeros(3), torch.full((3,), 2.0)]"
target = torch.randn(3, requires_grad=True)

parts = list(eval(TEXT))
loss = F.mse_loss(parts[-1], target)
parts[-1].zero_()  # expect: DET104
try:
    loss.backward()
except RuntimeError:
    print("overwritten")

table = dict(eval("{'a': torch.ones(3), 'b': torch.full((3,), 2.0)}"))
loss = F.mse_loss(table["b"], target)
table["a"].zero_()
loss.backward()
loss = F.mse_loss(table["b"], target)
table["b"].data.zero_()  # expect: DET101
loss.backward()

parts = list(eval(TEXT))
loss = F.mse_loss(parts[0], target)
for part in parts:
    part.data.zero_()  # expect: DET101
loss.backward()
