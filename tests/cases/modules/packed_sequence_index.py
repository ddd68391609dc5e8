# codes: DET1 DET3
import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence, pack_padded_sequence

embedding, rnn = nn.Embedding(9, 4), nn.GRU(4, 6)
ids = torch.tensor([1, 2, 3])
padded = pad_sequence([embedding(ids), torch.zeros(2, 4)])
_, state = rnn(pack_padded_sequence(padded, [3, 2]))
loss = state.pow(2).mean()
ids.zero_()  # expect: DET104
loss.backward()
