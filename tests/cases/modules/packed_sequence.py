# codes: DET1 DET3
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

embedding, rnn, head = nn.Embedding(9, 4), nn.LSTM(4, 6, batch_first=True), nn.Linear(6, 2)
ids = torch.tensor([[1, 2, 3], [4, 5, 0]])
embedded = embedding(ids)
packed, _ = rnn(pack_padded_sequence(embedded, torch.tensor([3, 2]), batch_first=True))
out, _ = pad_packed_sequence(packed, batch_first=True)
gates = head(out[:, -1]).sigmoid()
loss = gates.sum()
embedded.data.zero_()  # expect: DET121
packed.data.data.mul_(2)  # expect: DET121
gates.data.mul_(0.5)  # expect: DET101
loss.backward()
