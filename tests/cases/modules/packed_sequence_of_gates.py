import torch
from torch.nn.utils.rnn import PackedSequence, pack_padded_sequence

w = torch.ones(2, requires_grad=True)
packed = pack_padded_sequence(torch.randn(5, 3, 2), torch.tensor([5, 4, 2]))
gates = PackedSequence(torch.sigmoid(packed.data * w), packed.batch_sizes)
gates.data.clamp_(0.4, 0.5)  # expect: DET104
gates.data.sum().backward()
