import torch
from torch import nn

torch.manual_seed(1)
encoder, decoder = nn.Linear(3, 4), nn.Linear(4, 2)
hidden = torch.sigmoid(encoder(torch.randn(5, 3)))
out = decoder(hidden)
padding = torch.tensor([0, 0, 0, 1, 1]).bool()
hidden.data[padding] = 0.0  # expect: DET101
out.pow(2).mean().backward()
