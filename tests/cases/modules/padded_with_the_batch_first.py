# codes: DET1
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

rnn = nn.GRU(3, 4, batch_first=True)
head = nn.Linear(4, 1)
packed, _ = rnn(pack_padded_sequence(torch.randn(2, 5, 3), [5, 3], batch_first=True))
out, _ = pad_packed_sequence(packed, batch_first=True)
score = head(out)
out.data[:, 0] = 0  # expect: DET121
turned, _ = pad_packed_sequence(packed)
other = head(turned)
turned.data[:, 0] = 0  # expect: DET101
(score.sum() + other.sum()).backward()
