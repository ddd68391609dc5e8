import math

import torch
from torch import nn


class Base(nn.Module): ...


class Derived(Base): ...


linear, conv, relu = nn.Linear(7, 2), nn.Conv2d(1, 2, 3), nn.ReLU()
x = torch.randn(3)
w = torch.randn(3, requires_grad=True)
h = torch.tanh(w)

if (
    type(linear) is nn.Conv2d
    or type(conv) in (nn.Conv1d, nn.Conv3d)
    or linear.__class__.__name__ == "Conv2d"
    or hasattr(relu, "weight")
    or linear.in_features != 7
    or conv.out_channels > 2
    or issubclass(Base, Derived)
    or callable(3)
):
    h.data.zero_()  # expect: DET202
if (
    x.dtype == torch.float16
    or x.dtype in (torch.half, torch.bfloat16)
    or x.dtype.is_complex
    or not x.is_floating_point()
    or torch.is_complex(x)
    or not torch.is_tensor(x)
    or torch.numel(x) != 3
):
    h.data.zero_()  # expect: DET202
if (
    not __debug__
    or math.sqrt(4) != 2
    or math.isinf(1.0)
    or round(1.6) == 1
    or abs(-3) < 3
    or divmod(7, 2)[1] == 0
    or pow(2, 3) != 8
):
    h.data.zero_()  # expect: DET202
h.sum().backward()

h = torch.tanh(w)
if (
    type(linear) == nn.Linear  # noqa: E721
    and hasattr(linear, "weight")
    and issubclass(Derived, Base)
    and callable(linear)
    and x.dtype is torch.float32
):
    h.data.zero_()  # expect: DET101
h.sum().backward()
