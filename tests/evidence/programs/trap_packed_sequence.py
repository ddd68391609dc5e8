import torch
from torch import nn
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence


def embed(embedding, x: PackedSequence):
    return PackedSequence(embedding(x.data), x.batch_sizes)  # not annotation


def run(lstm, x, lengths):
    packed = pack_padded_sequence(x, lengths, batch_first=True)
    return lstm(packed.data)  # not flow


class Tagger(nn.Module):
    def __init__(self, encoder, bert):
        super().__init__()
        self.encoder = nn.Sequential(encoder)
        self.bert = nn.Sequential(bert)

    def forward(self, x):
        y = self.encoder(x)
        z = self.bert(x)
        z.custom = 3
        print(self.bert(x).data)  # tensor module call
        z.retain_grad()
        print(z.custom, z.data)  # tensor module call
        return PackedSequence(y.data, y.batch_sizes)  # not use
