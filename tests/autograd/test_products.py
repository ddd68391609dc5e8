"""What a product keeps of matrices and batches: the rule against PyTorch, every combination of forms."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from flake8_detach.autograd import Grad, Machine, Meta
from flake8_detach.torch_facts import Operation, OpFacts, function, operator

from .forms import view

SHAPES = {1: (4,), 2: (4, 4), 3: (2, 4, 4), 4: (3, 2, 4, 4)}
GRADS = ((True, True), (True, False), (False, True))
FORMS = [(ndim, contiguous) for ndim in SHAPES for contiguous in ((True, False) if ndim > 1 else (True,))]
CASES = [
    (name, *pair, grads)
    for name, pairs in (
        ("@", itertools.product(FORMS, FORMS)),
        ("linear", itertools.product(FORMS, [(2, True)])),
    )
    for pair in pairs
    for grads in GRADS
]
SINGLE = [(4,), (1, 4), (4, 4), (1, 4, 4), (2, 4, 4), (2, 1, 4), (1, 2, 4, 4), (2, 1, 4, 4), (3, 2, 4, 4)]
"""Sizes the machine is told, with the strides: one matrix is a batch that can be turned without a copy."""
SIZED = [
    (left, right, turned, grads)
    for left, right in itertools.product(SINGLE, SINGLE)
    if left[-1] == (right[-2] if len(right) > 1 else right[-1])
    if all(a == b or 1 in (a, b) for a, b in zip(left[-3::-1], right[-3::-1]))
    for turned in itertools.product((False, True), (False, True))
    for grads in GRADS
]


def facts_of(name: str) -> OpFacts:
    found: Operation | None = operator("@") if name == "@" else function("torch.nn.functional.linear")
    assert found is not None
    bound = found.bind(["tensor", "tensor"])
    assert bound is not None
    return bound[0]


def said(name: str, forms: list[tuple[int, bool]], grads: tuple[bool, bool]) -> list[str]:
    """How the machine keeps each operand of which it knows how many dimensions there are."""
    return said_of(
        name, [Meta("float32", contiguous, shape=(None,) * ndim) for ndim, contiguous in forms], grads
    )


def said_of(name: str, forms: list[Meta], grads: tuple[bool, bool]) -> list[str]:
    """How the machine keeps each operand."""
    m = Machine()
    operands = [
        m.tensor("here", "t", Grad.YES if needs else Grad.NO, form) for form, needs in zip(forms, grads)
    ]
    (out,) = m.apply("here", name, facts_of(name), {i: (t,) for i, t in enumerate(operands)})
    node = m.tensors[out].node
    assert node is not None
    kept = {s.tensor: s.own for s in m.nodes[node].saved}
    return ["copy" if t not in kept else "itself" if kept[t] else "view" for t in operands]


def does(name: str, forms: list[tuple[int, bool]], grads: tuple[bool, bool]) -> list[str]:
    """How PyTorch keeps each operand."""
    import torch

    operands = []
    for ndim, contiguous in forms:
        t = torch.rand(SHAPES[ndim])
        operands.append(t if contiguous else t.transpose(0, -1).contiguous().transpose(0, -1))
    return does_with(name, operands, grads)


def does_with(name: str, operands: list[Any], grads: tuple[bool, bool]) -> list[str]:
    """How PyTorch keeps each operand."""
    import torch

    operands = [t.requires_grad_().expand_as(t) if needs else t for t, needs in zip(operands, grads)]
    kept: list[torch.Tensor] = []

    def pack(t: torch.Tensor) -> torch.Tensor:
        kept.append(t)
        return t

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        torch.matmul(*operands) if name == "@" else torch.nn.functional.linear(*operands)
    found = []
    for t in operands:
        memory = [k for k in kept if k.untyped_storage().data_ptr() == t.untyped_storage().data_ptr()]
        found.append("copy" if not memory else "itself" if any(k is t for k in memory) else "view")
    return found


@pytest.mark.oracle
def test_every_combination_is_kept_as_pytorch_keeps_it() -> None:
    pytest.importorskip("torch")
    wrong = {
        (name, *forms, grads): (ours, real)
        for name, *forms, grads in CASES
        if (ours := said(name, forms, grads)) != (real := does(name, forms, grads))
    }
    assert not wrong
    assert len(CASES) > 160


@pytest.mark.oracle
def test_sizes_that_are_known_decide() -> None:
    torch = pytest.importorskip("torch")
    wrong = {}
    for left, right, turned, grads in SIZED:
        operands = [
            torch.rand(shape).transpose(0, -1).contiguous().transpose(0, -1) if turn else torch.rand(shape)
            for shape, turn in zip((left, right), turned)
        ]
        forms = [
            Meta("float32", t.is_contiguous(), shape=tuple(t.shape), strides=t.stride()) for t in operands
        ]
        ours, real = said_of("@", forms, grads), does_with("@", operands, grads)
        if ours != real:
            wrong[left, right, turned, grads] = (ours, real)
    assert not wrong


def test_a_batch_beside_a_matrix_is_copied() -> None:
    assert said("@", [(2, True), (3, True)], (True, True)) == ["view", "copy"]
    assert said("@", [(3, True), (2, True)], (True, True)) == ["view", "itself"]


def test_a_view_whose_layout_is_not_known_may_have_been_copied() -> None:
    m = Machine()
    batch = m.tensor("here", "x", Grad.YES, Meta("float32", True, shape=(2, 4, 4)))
    (part,) = m.apply("here", "permute", view("permute"), {0: (batch,)})
    m.describe(part, Meta("float32", None, shape=(2, 4, 4)))
    weight = m.tensor("here", "w", Grad.YES, Meta("float32", True, shape=(4, 4)))
    (out,) = m.apply("here", "@", facts_of("@"), {0: (part,), 1: (weight,)})
    node = m.tensors[out].node
    assert node is not None
    assert {s.tensor: s.unknown for s in m.nodes[node].saved} == {part: 1, weight: 0}
