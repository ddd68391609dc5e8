# codes: DET1 DET3
import torch
from torch import nn

rnn, head = nn.GRU(3, 5, batch_first=True), nn.Linear(5, 1)
state = torch.zeros(1, 2, 5)
for chunk in torch.randn(2, 12, 3).split(4, dim=1):
    out, state = rnn(chunk, state)
    loss = head(out).pow(2).mean()
    # both were copied to be folded into one matrix
    chunk.zero_()
    out.detach().zero_()  # expect: DET121
    loss.backward()
    state = state.detach()
