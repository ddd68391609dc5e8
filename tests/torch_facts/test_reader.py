"""What the reader says of everyday calls, and how it chooses between call forms. Needs no PyTorch."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest

from flake8_detach.torch_facts import Kind, OpFacts, Operation, attribute, function, method, operator, store

T: Kind = "tensor"


def facts(
    operation: Operation | None,
    kinds: Sequence[Kind],
    keywords: Mapping[str, Kind] | None = None,
    values: Mapping[int | str, object] | None = None,
) -> OpFacts:
    """The facts of a call that must be known."""
    assert operation is not None
    bound = operation.bind(kinds, keywords, values)
    assert bound is not None
    return bound[0]


def kept(found: OpFacts) -> set[str]:
    """The names of what is saved."""
    return {s.item if isinstance(s.item, str) else found.parameters[s.item] for s in found.saves}


@pytest.mark.parametrize(
    ("name", "kinds", "saved"),
    [
        ("sigmoid", [T], {"result0"}),
        ("tanh", [T], {"result0"}),
        ("exp", [T], {"result0"}),
        ("relu", [T], {"result0"}),
        ("sqrt", [T], {"result0"}),
        ("abs", [T], {"self"}),
        ("sin", [T], {"self"}),
        ("log", [T], {"self"}),
        ("square", [T], {"self"}),
        ("var", [T], {"self"}),
        ("sum", [T], set()),
        ("mean", [T], set()),
        ("clone", [T], set()),
        ("view", [T, "int"], set()),
        ("max", [T], {"self", "result0"}),
        ("max", [T, "int"], {"result1"}),
        ("max", [T, T], {"self", "other"}),
        ("prod", [T], {"self", "result0"}),
        ("std", [T], {"self", "result0"}),
        ("mul", [T, "number"], set()),
        ("add", [T, T], set()),
        ("masked_fill", [T, T, "number"], {"mask"}),
        ("softmax", [T, "int"], {"result0"}),
    ],
)
def test_what_methods_save(name: str, kinds: list[Kind], saved: set[str]) -> None:
    assert kept(facts(method(name), kinds)) == saved


def test_each_factor_is_kept_for_the_sake_of_the_other() -> None:
    found = facts(operator("*"), [T, T])
    assert {(s.item, s.sake) for s in found.saves} == {(0, (1,)), (1, (0,))}


def test_a_product_with_a_number_keeps_no_tensor_and_is_freed_all_the_same() -> None:
    found = facts(operator("*"), [T, "number"])
    assert not found.saves
    assert found.freed
    assert not facts(operator("+"), [T, "number"]).freed


def test_out_writes_its_argument_and_records_nothing() -> None:
    found = facts(function("torch.sigmoid"), [T], {"out": T})
    assert (found.saves, found.differentiable, found.result) == ((), (), "input")
    assert [found.parameters[i] for i in found.writes] == ["out"]
    assert found.refuses_grad


def test_inplace_and_training_are_told_apart_by_value() -> None:
    relu = function("torch.nn.functional.relu")
    assert facts(relu, [T]).result == "new"
    assert facts(relu, [T], {"inplace": "bool"}, {"inplace": True}).result == "input"
    assert facts(relu, [T], {"inplace": "bool"}, {"inplace": True}).writes == (0,)
    dropout = function("torch.nn.functional.dropout")
    assert facts(dropout, [T, "number", "bool"], {}, {2: False}).result == "input"
    assert facts(dropout, [T, "number", "bool"]).result == "new"


def test_subscripts_are_views_or_copies_by_the_kind_of_index() -> None:
    subscript = operator("[]")
    assert facts(subscript, [T, "int"]).result == "view"
    assert facts(subscript, [T, "slice", "int"]).result == "view"
    assert facts(subscript, [T, "list"]).result == "new"
    assert kept(facts(subscript, [T, "slice", T])) == {"index"}
    assert facts(operator("[]="), [T, "number", T]).writes == (0,)


def test_the_weight_of_linear_is_kept_through_a_private_view_that_of_a_convolution_itself() -> None:
    own = {s.item: s.own for s in facts(function("torch.nn.functional.linear"), [T, T, T]).saves}
    assert own == {0: True, 1: False}
    own = {s.item: s.own for s in facts(function("torch.nn.functional.conv2d"), [T, T, T]).saves}
    assert own == {0: True, 1: True}


def test_arguments_are_mapped_to_parameters() -> None:
    einsum = function("torch.einsum")
    assert einsum is not None
    bound = einsum.bind(["str", T, T])
    assert bound is not None
    assert bound[1] == {0: 0, 1: 1, 2: 1}
    assert bound[0].saves[0].elements == "others"
    view = method("view")
    assert view is not None
    assert view.bind([T, "int", "int", "int"]) is not None
    sigmoid = function("torch.sigmoid")
    assert sigmoid is not None
    assert sigmoid.bind([], {"input": T}) is not None
    assert sigmoid.bind([T, T]) is None
    assert sigmoid.bind([T], {"colour": T}) is None


def test_sharing_of_memory() -> None:
    assert facts(method("contiguous"), [T]).result == "maybe_view"
    assert facts(method("contiguous"), [T]).identity
    assert facts(method("reshape"), [T, "int"]).result == "maybe_view"
    assert facts(method("detach"), [T]).differentiable == ()
    assert facts(attribute("data"), [T]).result == "untracked"
    assert facts(attribute("T"), [T]).result == "view"
    assert facts(attribute("shape"), [T]).result == "value"
    assert facts(method("numpy"), [T]).result == "untracked"
    assert facts(method("chunk"), [T, "int"]).multi_view
    assert facts(method("clone"), [T]).result == "new"


def test_a_trailing_underscore_alone_is_not_a_write() -> None:
    for name in ("requires_grad_", "share_memory_", "detach_"):
        assert facts(method(name), [T]).writes == ()
        assert facts(method(name), [T]).result == "input"
    assert facts(method("mul_"), [T, T]).writes == (0,)


def test_every_entry_can_be_decoded() -> None:
    for name in store.names(""):
        entry = store.entry(name)
        if isinstance(entry, list):
            found = function(name)
            assert found is not None
            assert found.variants


def test_loading_is_fast() -> None:
    started = time.perf_counter()
    store.text.cache_clear()
    store.entry.cache_clear()
    assert store.entry("Tensor.sigmoid") is not None
    assert time.perf_counter() - started < 0.05
