import torch
import torch.nn.functional as F
from torch import nn

plain = torch.rand(2, 2)
for _ in range(2):
    x = torch.full((2, 2), 0.5, requires_grad=True)
    torch.complex(x, plain).abs().sum().backward()
    torch.normal(x, 1.0).sum().backward()
    torch.normal(0.0, x).sum().backward()
    torch.bernoulli(x).sum().backward()
    torch.unsafe_chunk(x, 2)[0].sum().backward()
    x.unsafe_split(1)[0].sum().backward()
    torch.Tensor(x).sum().backward()
    torch.FloatTensor(x).sum().backward()
    plain.new(x).sum().backward()
    torch.einsum(x, [0, 1], [1]).sum().backward()
    torch.einsum(plain, [0, 1], x, [1, 2]).sum().backward()
    F.gumbel_softmax(plain, x).sum().backward()
    nn.CrossEntropyLoss()(plain, x).backward()
    nn.MultiLabelSoftMarginLoss()(plain, x).backward()
    plain.clone().add_(2, x).sum().backward()
    plain.clone().addcmul_(0.5, plain, x).sum().backward()
    torch.broadcast_tensors(plain, x)[1].sum().backward()
