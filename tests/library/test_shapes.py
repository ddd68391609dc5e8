"""Sizes and strides: what may be a view, against PyTorch."""

from __future__ import annotations

import itertools
from math import prod

import pytest

from flake8_detach.library.shapes import broadcast, contiguous, overlaps, strides_of, view_strides

from .claims import claims

SIZES = [(6,), (2, 3), (1, 6), (2, 1, 3), (3, 2), (2, 2, 3), (4, 3), (12,), (1, 1), (2, 6), (3, 4, 1)]


def test_strides_of_contiguous_memory() -> None:
    assert strides_of((2, 3, 4)) == (12, 4, 1)
    assert strides_of((2, None)) is None
    assert contiguous((2, 3), (3, 1)) is True
    assert contiguous((3, 2), (1, 3)) is False
    assert contiguous((1, 3), (7, 1)) is True


def test_shapes_together() -> None:
    assert broadcast((4, 1), (3,)) == (4, 3)
    assert broadcast((None, 3), (1,)) == (None, 3)
    assert broadcast(None, (3,)) is None


def test_expanded_memory_overlaps_where_something_is_wider() -> None:
    assert overlaps((4, 3), (0, 1))
    assert not overlaps((1, 3), (0, 1))


@pytest.mark.oracle
def test_views_are_given_where_pytorch_gives_them() -> None:
    torch = pytest.importorskip("torch")
    wrong = []
    for sizes in SIZES:
        for order in itertools.permutations(range(len(sizes))):
            t = torch.zeros(sizes).permute(order)
            for new in (new for new in SIZES if prod(new) == prod(sizes)):
                try:
                    real = t.view(new).stride()
                except RuntimeError:
                    real = None
                ours = view_strides(tuple(t.shape), t.stride(), new)
                if (ours is None) != (real is None) or (
                    ours and contiguous(new, ours) != contiguous(new, real)
                ):
                    wrong.append((tuple(t.shape), t.stride(), new, ours, real))
    assert not wrong


COPY = """
import torch
x = torch.randn(2, 3, 4, requires_grad=True)
y = x.exp()
z = y.detach(){}
z.zero_()
y.sum().backward()
"""


@pytest.mark.parametrize(
    ("chain", "found"),
    [
        (".transpose(0, 1).reshape(6, 4)", []),
        (".transpose(0, 1).flatten()", []),
        (".permute(2, 0, 1).reshape(-1)", []),
        (".permute(0, 1, 2).reshape(-1)", [(5, "DET102")]),
        (".transpose(0, 1).reshape(3, 2, 2, 2)", [(5, "DET102")]),
        (".reshape(6, 4).t().contiguous()", []),
        (".unsqueeze(0).flatten(1)", [(5, "DET102")]),
        ("[0].t().ravel()", []),
        ("[0].ravel()", [(5, "DET102")]),
    ],
)
def test_what_reshape_copies(chain: str, found: list[tuple[int, str]]) -> None:
    assert claims(COPY.format(chain)) == found
