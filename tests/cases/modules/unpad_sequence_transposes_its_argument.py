import torch
from torch.nn.utils.rnn import unpad_sequence

a = torch.ones(3, 2, requires_grad=True)
h = a.exp()
parts = unpad_sequence(h, torch.tensor([3, 2]))  # expect: DET105
parts[0].data.zero_()  # expect: DET202
h.sum().backward()
