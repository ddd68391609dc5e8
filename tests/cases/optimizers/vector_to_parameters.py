import torch
from torch import nn

conv = nn.Conv1d(1, 1, 3)
signal = torch.randn(1, 1, 6, requires_grad=True)
flat = nn.utils.parameters_to_vector(conv.parameters()).detach() * 0.5
loss = conv(signal).sum()
nn.utils.vector_to_parameters(flat, conv.parameters())  # expect: DET106
loss.backward()
