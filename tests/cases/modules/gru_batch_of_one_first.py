# codes: DET1 DET3
import torch
from torch import nn

embedding, rnn, head = nn.Embedding(9, 3), nn.GRU(3, 5, batch_first=True), nn.Linear(5, 2)
x = embedding(torch.randint(0, 9, (1, 4)))
out, _ = rnn(x)
loss = head(out).pow(2).sum()
x.data[0] = 3.0  # expect: DET101
loss.backward()
