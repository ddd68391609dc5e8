import torch
from torch.nn.utils.rnn import pack_padded_sequence


def tag(self, words, lengths):
    def pack(x):
        return pack_padded_sequence(x, lengths, batch_first=True)

    inputs = []
    if self.words:
        inputs += [pack(self.embed(words))]
    inputs += [pack(words)]
    return torch.cat([x.data for x in inputs], 1)  # not flow


def parts(sizes):
    found = []
    found += [torch.zeros(n) for n in sizes]
    return [x.data for x in found]  # tensor flow


def shares(pieces):
    flat = flatten(pieces, [torch.zeros(1)])
    return flat.narrow(0, 0, 2).data  # tensor tensor method


def flatten(pieces, more):
    return [torch.zeros(3)] + more
