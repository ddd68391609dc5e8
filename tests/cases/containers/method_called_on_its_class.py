import torch

w = torch.randn(3, requires_grad=True)
states = []
list.append(states, torch.tanh(w))
list.append(states, torch.tanh(w))
states[1].data.zero_()  # expect: DET101
torch.stack(states).sum().backward()
