import torch
import torch.nn.functional as F
from torch import nn

decoder = nn.Linear(3, 4)
mel = decoder(torch.randn(5, 3))
refined = mel + F.dropout(torch.tanh(mel), 0.1)
loss = F.mse_loss(refined, torch.zeros(5, 4))
refined.data.masked_fill_(torch.ones(5, 4).bool(), 9.0)  # expect: DET101
loss.backward()
