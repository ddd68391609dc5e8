"""The second order: what a backward that is itself recorded (``create_graph=True``) keeps for the next one.

Asked for one argument's gradient at a time. The call runs forward, its backward runs under hooks, and the part of
the graph that is new is walked down to where it meets what was there before: the gradient that was handed down,
the arguments, or the call's own recorded operations. As in the first order, everything is asked with that argument
alone requiring grad, then with the gradient handed down, then with each other argument: what is kept for whose sake.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.autograd.graph import GradientEdge, get_gradient_edge

from .probe import Call, Inputs, Path, graph_saved, outputs_of, run, storage, tensors_in

Place = Path | str
"""An argument, ``"grad"`` (what was handed down) or ``"result"``, with its number where there are several."""

MANY = 7
"""Of calls with more differentiable arguments than this, nothing of the second order is measured."""

REFUSALS = (RuntimeError, NotImplementedError, ValueError, TypeError)
"""What PyTorch raises where it has no second derivative."""


@dataclass
class Second:
    """The backward of one call for the gradient of one argument, recorded."""

    leads: set[Place] = field(default_factory=set)  # "result": to the call's own operations
    partly: bool = False  # to some of the call's own operations only
    flat: set[Place] = field(default_factory=set)  # leads there, with a gradient that is always zero
    saved: dict[Place, set[Place]] = field(default_factory=dict)  # for whose sake
    own: set[Place] = field(default_factory=set)
    freed: bool = False
    gives: str = "new"  # or "same", "view" of what was handed down, "inner": a view of a tensor of its own
    joint: set[Place] = field(default_factory=set)  # kept only when several require grad at once


@dataclass
class _Run:
    """One configuration."""

    leads: set[Place] = field(default_factory=set)
    partly: bool = False
    nonzero: set[Place] = field(default_factory=set)
    saved: set[Place] = field(default_factory=set)
    own: set[Place] = field(default_factory=set)
    freed: bool = False
    gives: str = "new"
    sakes: dict[Place, set[Place]] = field(default_factory=dict)
    """Where the operations that keep a thing lead, if all of them show it."""
    through: bool = False  # it meets own operations that keep nothing: what flows there flows on to arguments


def see_second(call: Call, every: Sequence[Path]) -> dict[Path, Second | None]:
    """The second order of each argument in `every` (of a list, the first element speaks for all); None where PyTorch
    has none, or it is not measured."""
    found: dict[Path, Second | None] = {}
    asked: set[Any] = set()
    for path in every:
        if path[0] not in asked:
            asked.add(path[0])
            others = [p for p in every if p != path]
            found[path] = _second(call, path, others) if len(every) <= MANY else None
    return found


def _second(call: Call, path: Path, others: Sequence[Path]) -> Second | None:
    alone = _observe(call, path, [path], handed=False)
    handed = _observe(call, path, [path], handed=True)
    if alone is None or handed is None:
        return None
    pairs = {other: _observe(call, path, [path, other], handed=False) for other in others}
    with_other = {other: run for other, run in pairs.items() if run is not None}
    whole = _observe(call, path, [path, *with_other], handed=True) if with_other else handed
    # Hooks hand back other objects: which are kept themselves is asked without.
    plain = _observe(call, path, [path, *with_other], handed=True, hooks=False)
    if whole is None or plain is None:
        return None
    runs = [alone, handed, *with_other.values(), whole]
    second = Second(
        leads=set().union(*(r.leads for r in runs)),
        partly=any(r.partly for r in runs),
        freed=whole.freed,
        gives=alone.gives,
        own=plain.own,
    )
    second.flat = second.leads.difference(*(r.nonzero for r in runs))
    for item in set().union(*(r.saved for r in runs)):
        sakes: set[Place] = set()
        if item in alone.saved:
            shown = [r.sakes[item] for r in runs if item in r.sakes]
            sakes = second.leads & set[Place]().union(*shown) if shown else set(second.leads)
            if _is_grad(item):
                sakes -= {"grad"}
        else:
            if item in handed.saved:
                sakes.add("grad")
            sakes |= {other for other, r in with_other.items() if item in r.saved}
        if sakes:
            second.saved[item] = sakes
        else:
            second.joint.add(item)
            second.saved[item] = set(second.leads)
    return second


def _is_grad(place: Place) -> bool:
    return isinstance(place, str) and place.startswith("grad")


def _observe(
    call: Call, path: Path, grads: Sequence[Path], *, handed: bool, hooks: bool = True
) -> _Run | None:
    try:
        return _observed(call, path, grads, handed, hooks)
    except REFUSALS:
        return None


def _observed(call: Call, path: Path, grads: Sequence[Path], handed: bool, hooks: bool) -> _Run:
    inputs = Inputs(call, frozenset(grads))
    edges: dict[Path, GradientEdge] = {p: get_gradient_edge(inputs.tensors[p]) for p in grads}
    versions = {p: t._version for p, t in inputs.tensors.items()}
    results = outputs_of(run(call, inputs), inputs, versions)
    outputs = [t for t in results if t.requires_grad]
    cotangents = [_cotangent(t, number, handed) for number, t in enumerate(outputs)]
    boundary: dict[int, Place] = {id(edge.node): p for p, edge in edges.items()}
    # Kept alive, since an id is a node's own only as long as somebody holds it.
    handed_down = [t.grad_fn for t in cotangents if t.grad_fn is not None]
    boundary |= {id(node): "grad" for node in handed_down}
    forward = _nodes([t.grad_fn for t in outputs], frozenset(boundary))
    packed: list[torch.Tensor] = []

    def pack(t: torch.Tensor) -> torch.Tensor:
        packed.append(t)
        return t

    watch = torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t) if hooks else nullcontext()
    with watch:
        (gradient,) = torch.autograd.grad(
            outputs, [edges[path]], cotangents, create_graph=True, allow_unused=True
        )
    found = _Run()
    if gradient is None:
        return found
    found.gives = _sharing(gradient, cotangents)
    if not gradient.requires_grad or any(gradient is t for t in cotangents):
        if any(gradient is t for t in cotangents) and handed:
            found.leads, found.nonzero = {"grad"}, {"grad"}
        return found
    written = {p for p, t in inputs.tensors.items() if t._version != versions[p]}
    places = _places(inputs, results, cotangents, written)
    kept = Counter(places[at] for t in packed if (at := storage(t)) in places)
    found.saved = set(kept)
    shown = _sakes(gradient.grad_fn, boundary, {id(n) for n in forward}, places)
    found.sakes = {p: set().union(*leads) for p, leads in shown.items() if len(leads) == kept[p]}
    ends = _ends(gradient.grad_fn, boundary, {id(n): n for n in forward})
    found.leads = set(ends.values())
    _see_own_operations(found, forward, ends, boundary)
    stop = frozenset({*boundary, *(id(n) for n in forward)})
    if not hooks:
        objects = {id(t) for t in graph_saved([gradient], stop)}
        found.own = {p for p, t in inputs.tensors.items() if id(t) in objects and p not in written}
        found.own |= {_numbered("grad", k, cotangents) for k, t in enumerate(cotangents) if id(t) in objects}
        return found
    _differentiate(found, gradient, ends)
    return found


def _see_own_operations(
    found: _Run, forward: Sequence[Any], ends: dict[GradientEdge, Place], boundary: dict[int, Place]
) -> None:
    """Of a call that is made of several operations the new part may meet only some. Those which keep nothing are
    passed through to the arguments."""
    if "result" not in found.leads:
        return
    met = _nodes([e.node for e, place in ends.items() if place == "result"], frozenset(boundary))
    keeping = {id(n) for n in forward if _keeps(n)}
    if keeping <= {id(n) for n in met} and keeping:
        return
    found.partly = any(id(n) in keeping for n in met)
    found.leads |= {boundary[id(n)] for m in met for n, _ in m.next_functions if id(n) in boundary}
    if not found.partly:
        found.leads.discard("result")
        found.through = True


def _cotangent(t: torch.Tensor, number: int, handed: bool) -> torch.Tensor:
    generator = torch.Generator().manual_seed(17 + number)
    made = torch.rand(t.shape, generator=generator).to(t.dtype) + 0.3
    return made.requires_grad_().clone() if handed else made


def _nodes(roots: Sequence[Any], stop: frozenset[int]) -> list[Any]:
    """The recorded operations behind `roots`, kept alive, so that an id stays theirs."""
    todo, met, found = list(roots), set(stop), []
    while todo:
        node = todo.pop()
        if node is None or id(node) in met:
            continue
        met.add(id(node))
        found.append(node)
        todo += [following for following, _ in node.next_functions]
    return found


def _ends(root: Any, boundary: dict[int, Place], forward: dict[int, Any]) -> dict[GradientEdge, Place]:
    """Where the new part of the graph meets what was there before."""
    todo, met, alive = [root], {id(root)}, [root]
    found: dict[GradientEdge, Place] = {}
    while todo:
        node = todo.pop()
        for following, number in node.next_functions:
            if following is None:
                continue
            if id(following) in boundary:
                found[GradientEdge(following, number)] = boundary[id(following)]
            elif id(following) in forward:
                found[GradientEdge(following, number)] = "result"
            elif id(following) not in met:
                met.add(id(following))
                alive.append(following)
                todo.append(following)
    return found


def _sakes(
    root: Any, boundary: dict[int, Place], forward: AbstractSet[int], places: dict[int | None, Place]
) -> dict[Place, list[set[Place]]]:
    """For each thing that the new part keeps, where each operation that shows it leads: for the sake of other places that
    operation is not run."""
    leads: dict[int, set[Place]] = {}
    found: dict[Place, list[set[Place]]] = {}

    def visit(node: Any) -> set[Place]:
        if id(node) in boundary:
            return {boundary[id(node)]}
        if id(node) in forward:
            return {"result"}
        if id(node) not in leads:
            following = [n for n, _ in node.next_functions if n is not None]
            leads[id(node)] = set[Place]().union(*map(visit, following))
            for t in _kept(node):
                if (place := places.get(storage(t))) is not None:
                    found.setdefault(place, []).append(leads[id(node)])
        return leads[id(node)]

    visit(root)
    return found


def _kept(node: Any) -> Iterator[torch.Tensor]:
    """The tensors that a recorded operation shows that it keeps."""
    for name in dir(node):
        if name.startswith("_saved_"):
            try:
                yield from tensors_in(getattr(node, name))
            except RuntimeError:
                continue


def _keeps(node: Any) -> bool:
    """Does a recorded operation keep a tensor?"""
    return next(_kept(node), None) is not None


def _numbered(word: str, number: int, of: Sequence[Any]) -> str:
    return word if len(of) == 1 else f"{word}{number}"


def _places(
    inputs: Inputs, results: Sequence[torch.Tensor], cotangents: Sequence[torch.Tensor], written: set[Path]
) -> dict[int | None, Place]:
    places: dict[int | None, Place] = {}
    for number, t in enumerate(results):
        places.setdefault(storage(t), f"result{number}")
    for path, t in inputs.tensors.items():
        if path not in written:
            places[storage(t)] = path
    for number, t in enumerate(cotangents):
        places[storage(t)] = _numbered("grad", number, cotangents)
    places.pop(None, None)
    return places


def _sharing(gradient: torch.Tensor, cotangents: Sequence[torch.Tensor]) -> str:
    if any(gradient is t for t in cotangents):
        return "same"
    at = storage(gradient)
    if at is not None and any(storage(t) == at for t in cotangents):
        return "view"
    return "inner" if gradient._is_view() else "new"


def _differentiate(found: _Run, gradient: torch.Tensor, ends: dict[GradientEdge, Place]) -> None:
    """Run the new part alone, twice: where nothing but zeros arrives, and whether the second time raises."""
    edges = list(ends)
    ask: Callable[[], Sequence[torch.Tensor | None]] = lambda: torch.autograd.grad(  # noqa: E731
        gradient, edges, _cotangent(gradient, 99, False), allow_unused=True
    )
    for edge, value in zip(edges, ask(), strict=True):
        if value is not None and bool((value != 0).any()):
            found.nonzero.add(ends[edge])
            if ends[edge] == "result":
                found.nonzero |= found.leads if found.partly or found.through else set()
    try:
        ask()
    except RuntimeError as error:
        found.freed = "second time" in str(error)
