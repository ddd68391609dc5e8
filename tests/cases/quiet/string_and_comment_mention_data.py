import torch

"""Use x.data.zero_() never; c = out.data is worse."""
# out.data.zero_() would be wrong here
w = torch.randn(3, requires_grad=True)
message = "w.data.fill_(0); w.detach_()"
w.exp().sum().backward()
print(message)
