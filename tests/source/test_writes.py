"""In-place writes seen in the text alone."""

from __future__ import annotations

import pytest

from flake8_detach.source.masking import masked
from flake8_detach.source.writes import writes_anything


@pytest.mark.parametrize(
    "text",
    [
        "x.add_(1)",
        "x.add_ (1)",
        "torch.relu_(x)",
        "x += y",
        "x @= y",
        "x //= 2.5",
        "x[0] = 1",
        "x[mask]=1",
        "x['a'][0] = 1",
        "else: x[0] = 1",
        "x[\n    a : b] = 1",
        "F.relu(x, inplace=True)",
        "torch.add(x, y, out=x)",
        "torch.add(\n    x,\n    out = x)",
        "x.data = y",
        "numpy.copyto(x, y)",
        "optimizer.step()",
        "i += 1",
        "total = x.sum()\ntotal += 1",
    ],
)
def test_may_write(text: str) -> None:
    assert writes_anything(masked(text))


@pytest.mark.parametrize(
    "text",
    [
        "super().__init__()",
        "f = _(x)",
        "x: Optional[Tensor] = None",
        "self.cache: Dict[str, int] = {}",
        "x['key'] = y",
        "x[f'{key}'] = y",
        "x[0] == 1",
        "x >= 1; y != 2",
        "outputs += (x,)",
        "outputs += (f(x), y,)",
        "names += ['a']",
        "i = 0\ni += 1",
        "i = 10\ni //= 2",
        "out = f(x)",
        "x.requires_grad = False",
        "inplace = flag",
        "# x.add_(1)\ns = 'x[0] = 1'",
    ],
)
def test_cannot_write(text: str) -> None:
    assert not writes_anything(masked(text))
