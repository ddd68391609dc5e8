import torch

w = torch.randn(3, requires_grad=True)
w.seen = w.data  # expect: DET201
w.name_of_it = "w"
loss = w.pow(2).sum()
if w.name_of_it == "v":
    w.add_(1)
w.seen.zero_()  # expect: DET101
loss.backward()

v = torch.randn(3, requires_grad=True)
v.seen = v.detach().clone()
loss = v.pow(2).sum()
v.seen.zero_()
loss.backward()
