"""What the reader says of everyday calls, and how it chooses between call forms. Needs no PyTorch."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import pytest

from flake8_detach.torch_facts import (
    HANDED,
    LINEAR,
    RESULT,
    Kind,
    Operation,
    OpFacts,
    Second,
    attribute,
    effects,
    function,
    method,
    module,
    operator,
    optimizer,
    store,
)

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


def test_a_power_of_a_number_is_differentiable_in_its_exponent() -> None:
    power = operator("**")
    assert power is not None
    bound = power.bind(["number", T], {}, {0: 2.0})
    assert bound is not None
    assert 1 in bound[0].differentiable
    assert {"exponent", "result0"} <= kept(bound[0])


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


def test_what_is_kept_need_not_be_read() -> None:
    """A convolution keeps its input whatever requires grad, and reads it for its weight's gradient alone; pooling keeps it for
    its shape."""
    unread = {s.item: s.unread for s in facts(function("torch.nn.functional.conv2d"), [T, T, T]).saves}
    assert unread == {0: (0, 2), 1: (1, 2)}
    unread = {s.item: s.unread for s in facts(function("torch.nn.functional.avg_pool2d"), [T, "int"]).saves}
    assert unread == {0: (0,)}


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


def test_a_module_is_an_operation_on_its_inputs_and_its_state() -> None:
    linear = module("Linear")
    assert linear is not None
    assert linear.inputs == ("input",)
    assert linear.state == ("weight", "bias")
    bound = linear.bind([T])
    assert bound is not None
    found = bound[0]
    assert kept(found) == {"input", "weight"}
    weight = linear.state_index("weight")
    assert weight is not None
    assert {s.item: (s.sake, s.own) for s in found.saves}[weight] == ((0,), False)
    assert module("NoSuchModule") is None


def test_constructor_options_and_mode_tell_a_modules_forms_apart() -> None:
    relu = module("torch.nn.ReLU")
    assert relu is not None
    plain, changed = relu.bind([T]), relu.bind([T], options={"inplace": True})
    assert plain is not None
    assert changed is not None
    assert (plain[0].writes, changed[0].writes) == ((), (0,))
    dropout = module("Dropout")
    assert dropout is not None
    quiet = dropout.bind([T], training="eval")
    assert quiet is not None
    assert quiet[0].result == "input"
    norm = module("BatchNorm2d")
    assert norm is not None
    train, evaluation = norm.bind([T]), norm.bind([T], training="eval")
    assert train is not None
    assert evaluation is not None
    assert {train[0].parameters[i] for i in train[0].untracked_writes} == {"running_mean", "running_var"}
    assert evaluation[0].untracked_writes == ()
    assert {"running_mean", "running_var", "weight"} <= kept(evaluation[0])
    assert "bias" not in kept(evaluation[0])


def test_layers_of_a_recurrent_module_share_a_name() -> None:
    lstm = module("LSTM")
    assert lstm is not None
    assert lstm.state_index("weight_ih_l1_reverse") == lstm.state_index("weight_ih_l0")
    assert lstm.operation.facts.results == 3


def test_an_embedding_with_a_maximal_norm_writes_its_weight() -> None:
    embedding = module("Embedding")
    assert embedding is not None
    weight = embedding.state_index("weight")
    plain, renormed = embedding.bind([T]), embedding.bind([T], options={"max_norm": 1.0})
    assert plain is not None
    assert renormed is not None
    assert plain[0].writes == ()
    assert renormed[0].writes == (weight,)


def test_a_step_is_tracked_but_for_fused_ones() -> None:
    sgd = optimizer("torch.optim.SGD")
    assert sgd is not None
    assert sgd.step().parameters == "tracked"
    assert sgd.step("fused").parameters == "untracked"
    assert sgd.step("nesterov").parameters == "tracked"
    assert optimizer("NoSuchOptimizer") is None


def test_what_calls_do_to_parameters_and_gradients() -> None:
    def of(name: str, option: str = "") -> tuple[str, str]:
        found = effects(name, option)
        assert found is not None
        return found.parameters, found.gradients

    assert of("torch.nn.utils.clip_grad_norm_") == ("none", "tracked")
    assert of("torch.nn.utils.vector_to_parameters") == ("rebound", "none")
    assert of("torch.nn.Module.load_state_dict") == ("tracked", "none")
    assert of("torch.nn.Module.load_state_dict", "assign") == ("replaced", "dropped")
    assert of("torch.nn.Module.half") == ("rebound", "rebound")
    assert of("torch.optim.Optimizer.zero_grad") == ("none", "dropped")
    assert of("torch.optim.Optimizer.zero_grad", "keep") == ("none", "tracked")


def test_creation() -> None:
    assert facts(function("torch.tensor"), [T]).result == "new"
    assert facts(function("torch.tensor"), [T]).differentiable == ()
    assert facts(function("torch.from_numpy"), ["array"]).result == "untracked"
    assert facts(function("torch.as_tensor"), ["array"]).result == "maybe_untracked"
    assert facts(function("torch.as_tensor"), [T]).result == "maybe_view"
    parameter = facts(function("torch.nn.Parameter"), [T])
    assert (parameter.result, parameter.leaf, parameter.differentiable) == ("view", True, ())


def second_of(found: OpFacts, parameter: int) -> Second:
    """The recorded backward for a parameter, which must be known."""
    assert found.second is not None
    second = found.second.of(parameter)
    assert second is not None
    return second


def test_the_recorded_backward_of_a_product() -> None:
    second = second_of(facts(operator("*"), [T, T]), 0)
    assert {lead.item for lead in second.leads} == {HANDED, 1}
    assert {(s.item, s.sake, s.own) for s in second.saves} == {("grad", (1,), True), (1, (HANDED,), True)}
    assert second.freed


def test_the_recorded_backward_of_sigmoid_leads_back_to_it() -> None:
    second = second_of(facts(method("sigmoid"), [T]), 0)
    assert [(lead.item, lead.flat) for lead in second.leads] == [(HANDED, False), (RESULT, False)]
    assert {(s.item, s.sake) for s in second.saves} == {("grad", (RESULT,)), ("result0", (HANDED, RESULT))}


def test_only_zeros_flow_back_to_relu() -> None:
    second = second_of(facts(method("relu"), [T]), 0)
    assert [(lead.item, lead.flat) for lead in second.leads] == [(HANDED, False), (RESULT, True)]


@pytest.mark.parametrize("name", ["mean", "cumsum", "flip"])
def test_what_is_linear_has_no_line(name: str) -> None:
    second = second_of(facts(method(name), [T] if name == "mean" else [T, "int"]), 0)
    assert second.leads == LINEAR.leads
    assert not second.saves


def test_a_sum_hands_on_the_very_gradient() -> None:
    assert second_of(facts(operator("+"), [T, T]), 0).gives == "same"
    assert second_of(facts(method("sum"), [T]), 0).gives == "view"


def test_the_gradient_of_a_strided_view_is_a_view_of_a_tensor_that_nobody_has() -> None:
    assert second_of(facts(method("as_strided"), [T, "list", "list"]), 0).gives == "inner"


def test_whether_a_product_kept_the_gradient_itself_hangs_on_how_its_argument_lies_in_memory() -> None:
    second = second_of(facts(operator("@"), [T, T]), 0)
    assert [saved.own for saved in second.saves] == [None, None]


def test_what_has_no_second_derivative_is_not_known() -> None:
    found = function("torch.nn.functional.ctc_loss")
    assert found is not None
    assert found.facts.second is None


def test_every_line_of_the_second_order_can_be_read() -> None:
    read = 0
    for name in store.names(""):
        operation = function(name)
        for variant in operation.variants if operation is not None else ():
            if variant.facts.second is not None:
                read += sum(variant.facts.second.of(p) is not None for p in variant.facts.differentiable)
    assert read > 1500


def test_a_square_is_a_power_that_reads_less() -> None:
    """Its line is the measured one but for what is not read."""
    from flake8_detach.torch_facts.second import SQUARE, squared

    power = facts(function("torch.pow"), [T, "int"])
    assert power.second is not None and squared(power).second is not None
    assert dict(power.second.lines) == {"self": SQUARE.replace(" unread self", "")}
    assert dict(facts(function("torch.square"), [T]).second.lines) == dict(power.second.lines)  # type: ignore[union-attr]
