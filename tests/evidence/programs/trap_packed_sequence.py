import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence


def embed(embedding, x: PackedSequence):
    return PackedSequence(embedding(x.data), x.batch_sizes)  # not annotation


def run(lstm, x, lengths):
    packed = pack_padded_sequence(x, lengths, batch_first=True)
    return lstm(packed.data)  # not flow
