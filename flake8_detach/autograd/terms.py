"""Terms of a sum that are constants because their last step cut them from their graph.

In ``loss = fit + 0.1 * size.detach()`` the second term trains nothing. What was cut is followed through sums,
differences and multiples only; where ``backward()`` starts at the end of such a chain, with no gradient given, all of
it are single numbers, and what was cut is a term of the loss.

A term is not idle where the sum keeps another path to what was cut: in ``value + (new - value).detach()`` and in
``x - x.detach()``, which change a gradient on purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..frozen import dataclass, replace
from .irregular import last_name
from .records import MOST_LOSSES, Grad, Idle, Loss, NodeId, TensorId
from .saving import Call
from .state import State
from .views import requires_grad

ADDING = frozenset(
    {
        "+",
        "-",
        "+=",
        "-=",
        "add",
        "sub",
        "subtract",
        "add_",
        "sub_",
        "subtract_",
        "unary -",
        "neg",
        "negative",
    }
)
SCALING = frozenset({"*", "/", "*=", "/=", "mul", "multiply", "div", "divide", "true_divide", "mul_", "div_"})
QUOTIENTS = frozenset({"/", "/=", "div", "divide", "true_divide", "div_"})


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a sum or product."""

    tensor: TensorId
    trains: bool
    idle: tuple[Idle, ...]


def cut(state: State, result: TensorId, source: TensorId, loss: Loss) -> None:
    """`result` is `source`, cut from its graph: by itself it is idle."""
    of = state.tensors[source]
    if requires_grad(state, source) is Grad.YES:
        idle: tuple[Idle, ...] = (Idle(loss, source, of.node),)
    else:
        idle = of.idle
    state.tensors[result] = replace(state.tensors[result], idle=idle)


def add(state: State, target: TensorId, idle: tuple[Idle, ...], constant: bool) -> None:
    """See Machine.add_idle."""
    of = state.tensors[target]
    known = tuple(dict.fromkeys((*of.idle, *idle)))[:MOST_LOSSES]
    losses = (
        tuple(dict.fromkeys((*of.losses, *(i.loss for i in idle))))[:MOST_LOSSES] if constant else of.losses
    )
    state.tensors[target] = replace(of, idle=known, losses=losses)


def sides_of(state: State, call: Call) -> tuple[Operand, ...]:
    """The terms or factors of a sum or multiple, as they are before it runs; of other operations, none."""
    name = last_name(call.op.name)
    if name not in ADDING and name not in SCALING:
        return ()
    of = (0,) if name in QUOTIENTS else sorted(call.operands)
    return tuple(
        Operand(t, requires_grad(state, t) is not Grad.NO, state.tensors[t].idle) for _, t in call.of(of)
    )


def note(state: State, call: Call, sides: Sequence[Operand], outputs: Iterable[TensorId]) -> None:
    """After a sum or a multiple of `sides`: which terms of its result are idle."""
    idle = sum_of(state, sides) if last_name(call.op.name) in ADDING else product_of(sides)
    for t in outputs:
        if state.tensors[t].idle != idle:
            state.tensors[t] = replace(state.tensors[t], idle=idle)


def sum_of(state: State, sides: Sequence[Operand]) -> tuple[Idle, ...]:
    """The idle terms of a sum: those of its terms, and terms that are idle as a whole."""
    found: dict[Idle, None] = {}
    kept = {s.tensor for s in sides if s.trains}
    for side in sides:
        for idle in side.idle:
            if side.trains or not keeps_path(state, idle, kept):
                found[idle] = None
    return tuple(found)[:MOST_LOSSES]


def product_of(sides: Sequence[Operand]) -> tuple[Idle, ...]:
    """A factor without gradient only scales; where no factor has one, the product is idle as they are."""
    training = [s for s in sides if s.trains]
    if len(training) > 1:
        return ()
    chosen = training or sides
    return tuple(dict.fromkeys(i for s in chosen for i in s.idle))[:MOST_LOSSES]


def _terms_of(state: State, kept: set[TensorId]) -> tuple[set[NodeId], set[TensorId]]:
    """What computed `kept` and, where these are sums, their own terms; and those of them that are leaves."""
    nodes: set[NodeId] = set()
    leaves = {t for t in kept if state.tensors[t].node is None}
    todo = [number for t in kept if (number := state.tensors[t].node) is not None]
    while todo:
        number = todo.pop()
        if number in nodes:
            continue
        nodes.add(number)
        node = state.nodes.get(number)
        if node is None or node.facts is None or last_name(node.facts.name) not in ADDING:
            continue
        leaves |= {edge.tensor for edge in node.edges if edge.node is None}
        todo += [edge.node for edge in node.edges if edge.node is not None]
    return nodes, leaves


def keeps_path(state: State, idle: Idle, kept: set[TensorId]) -> bool:
    """Was what was cut computed from one of `kept`, or is it one of them, or of the terms of one that is a sum?"""
    nodes, leaves = _terms_of(state, kept)
    if idle.source in kept or idle.source in leaves:
        return True
    seen: set[NodeId] = set()
    todo = [idle.node] if idle.node is not None else []
    while todo:
        number = todo.pop()
        if number in nodes:
            return True
        if number in seen or number not in state.nodes:
            continue
        seen.add(number)
        for edge in state.nodes[number].edges:
            if edge.node is None and edge.tensor in leaves:
                return True
            if edge.node is not None:
                todo.append(edge.node)
    return False
