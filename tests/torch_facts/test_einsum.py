"""What ``einsum`` keeps by its equation, against PyTorch."""

from __future__ import annotations

import random

import pytest

from flake8_detach.torch_facts import function
from flake8_detach.torch_facts.einsum import read


def kept(text: str, count: int = 2) -> tuple[int, ...] | None:
    equation = read(text, count)
    assert equation is not None
    return equation.kept()


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("id,jd->ij", (0, 1)),
        ("bij,bjk->bik", (0, 1)),
        ("bhid,bhjd->bhij", (0, 1)),
        ("nqhd,nkhd->nhqk", ()),
        ("i,j->ij", (0, 1)),
        ("ijk,jl->il", (1,)),
    ],
)
def test_operands_are_kept_where_a_view_of_them_can_be_multiplied(text: str, places: tuple[int, ...]) -> None:
    assert kept(text) == places


def test_more_operands_are_multiplied_from_left_to_right() -> None:
    assert kept("ij,jk,kl->il", 3) == (0, 1, 2)
    assert kept("oij,bi,bj->bo", 3) == (1, 2)


def test_ellipses_say_nothing() -> None:
    assert read("...i,...i->...", 2) is None
    assert read("ij,jk", 3) is None


def test_one_operand_is_viewed_unless_something_is_summed() -> None:
    found = function("torch.einsum")
    assert found is not None
    results = {}
    for text in ("ij->ji", "ii->i", "ij->i"):
        bound = found.bind(["str", "tensor"], {}, {0: text})
        assert bound is not None
        results[text] = bound[0].result
    assert results == {"ij->ji": "view", "ii->i": "view", "ij->i": "new"}


@pytest.mark.oracle
@pytest.mark.parametrize("count", [2, 3, 4])
def test_random_equations_keep_what_pytorch_keeps(count: int) -> None:
    torch = pytest.importorskip("torch")
    draw = random.Random(1)  # noqa: S311
    wrong = []
    for _ in range(400):
        labels = draw.sample("abcdAB", draw.randint(1, 5))
        sizes = {label: draw.randint(2, 3) for label in labels}
        terms = ["".join(draw.sample(labels, draw.randint(1, len(labels)))) for _ in range(count)]
        used = list(dict.fromkeys("".join(terms)))
        text = f"{','.join(terms)}->{''.join(draw.sample(used, draw.randint(0, len(used))))}"
        operands = [torch.rand([sizes[label] for label in one]).requires_grad_().mul(1) for one in terms]
        saved: list[int] = []
        with torch.autograd.graph.saved_tensors_hooks(
            lambda t, saved=saved: saved.append(t.untyped_storage().data_ptr()) or t, lambda t: t
        ):
            torch.einsum(text, *operands)
        real = tuple(i for i, t in enumerate(operands) if t.untyped_storage().data_ptr() in saved)
        if kept(text, count) != real:
            wrong.append((text, real))
    assert not wrong
