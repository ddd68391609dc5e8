import torch
import torch.nn.functional as F

TEXT = "[torch.ones(3), torch.zeros(3), torch.full((3,), 2.0)]"
target = torch.randn(3, requires_grad=True)

parts = list(eval(TEXT))
loss = F.mse_loss(parts[-1], target)
parts[0].zero_()
loss.backward()

parts = list(eval(TEXT))
loss = F.mse_loss(parts[0], target)
parts[1].data.zero_()  # expect: DET202
loss.backward()

parts = list(eval(TEXT))
loss = F.mse_loss(parts.pop(), target)
parts.pop().zero_()
loss.backward()

head, *others = eval(TEXT)
loss = F.mse_loss(head, target)
others[0].zero_()
loss.backward()

parts = tuple(eval(TEXT))
for one, following in zip(parts, parts[1:]):
    loss = F.mse_loss(one, target)
    following.zero_()
    loss.backward()

stream = iter(eval(TEXT))
loss = F.mse_loss(next(stream), target)
next(stream).zero_()
loss.backward()
