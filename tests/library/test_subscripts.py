"""What a subscript of numbers and slices sees, against PyTorch."""

from __future__ import annotations

import itertools

import pytest

from flake8_detach.values import Frame, TensorRef

from ..interpret.running import run
from .claims import claims

INDEXES = ["0", "-1", ":", "1:", ":-1", "::2", "0:1", "None", "...", "1:99", "2:1", "n"]
SUBSCRIPTS = [
    ", ".join(several)
    for count in (1, 2, 3)
    for several in itertools.product(INDEXES, repeat=count)
    if several.count("...") < 2
]
BASES = ["torch.zeros(2, 3, 4)", "torch.zeros(4, 3, 2).permute(2, 1, 0)", "torch.zeros(1, 3, 1)"]


@pytest.mark.oracle
@pytest.mark.parametrize("base", BASES)
def test_sizes_strides_and_layout_are_those_of_pytorch(base: str) -> None:
    torch = pytest.importorskip("torch")
    real = eval(base, {"torch": torch})  # noqa: S307 - the bases above
    lines = [f"y{k} = x[{index}]" for k, index in enumerate(SUBSCRIPTS)]
    (world,) = run("\n".join(["import torch", "n = unknown()", f"x = {base}", *lines])).worlds
    frame = world.heap[world.frames[0]]
    assert isinstance(frame, Frame)
    told = 0
    for k, index in enumerate(SUBSCRIPTS):
        value = frame.variables[f"y{k}"]
        assert isinstance(value, TensorRef)
        meta = world.machine.tensors[value.id].meta
        if "n" in index.split(", "):
            assert meta.shape is None
            continue
        part = eval(f"real[{index}]", {"real": real})  # noqa: S307 - the subscripts above
        assert meta.shape == tuple(part.shape), index
        assert meta.strides is None or [s for s, n in zip(meta.strides, part.shape) if n > 1] == [
            s for s, n in zip(part.stride(), part.shape) if n > 1
        ], index
        assert meta.contiguous in (None, part.is_contiguous()), index
        told += meta.contiguous is not None
    assert told > len(SUBSCRIPTS) / 2


COPY = """
import torch
x = torch.randn({sizes}requires_grad=True)
y = x.exp()
z = y.detach(){chain}
z.zero_()
y.sum().backward()
"""


@pytest.mark.parametrize(
    ("sizes", "chain", "found"),
    [
        ("2, 4, ", "[:, 1:].flatten()", []),
        ("2, 4, ", "[1:].flatten()", [(5, "DET102")]),
        ("2, 4, ", "[::2].contiguous()", [(5, "DET102")]),
        ("4, 4, ", "[::2].contiguous()", []),
        ("2, 4, ", "[:, 0].contiguous()", []),
        ("2, 4, ", "[0, 1:].contiguous()", [(5, "DET102")]),
        ("2, 4, ", "[0:2, 0:2].reshape(-1)", []),
        ("2, 4, ", "[..., :].reshape(-1)", [(5, "DET102")]),
        ("2, 4, ", ".select(1, 0).ravel()", []),
        ("*sizes, ", "[1:].flatten()", [(5, "DET102")]),
        ("*sizes, ", "[0, 1:].flatten()", [(5, "DET102")]),
        ("*sizes, ", "[:, 1:].flatten()", [(5, "DET112")]),
    ],
)
def test_what_a_slice_copies(sizes: str, chain: str, found: list[tuple[int, str]]) -> None:
    assert claims(COPY.format(sizes=sizes, chain=chain)) == found
