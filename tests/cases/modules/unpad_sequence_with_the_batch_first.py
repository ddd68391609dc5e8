import torch
from torch.nn.utils.rnn import pad_sequence, unpad_sequence

first = torch.ones(3, requires_grad=True)
second = torch.ones(2, requires_grad=True)
hidden = pad_sequence([first, second], batch_first=True).exp()
parts = unpad_sequence(hidden, torch.tensor([3, 2]), batch_first=True)
for part in parts:
    part.detach().zero_()
hidden.sum().backward()
