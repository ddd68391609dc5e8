"""What a recorded operation keeps for its backward, and where the gradients it computes there flow to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from flake8_detach.torch_facts import OpFacts
from flake8_detach.torch_facts import Saved as SavedFact

from ..frozen import dataclass, replace
from . import matmul, products
from .irregular import (
    asks_for_complex,
    counts_alone,
    gives_zeros,
    keeps_private_copy,
    rearranges,
    writes_aside,
)
from .questions import Doubt, doubted, sake_of
from .records import NO_CLAIM, Edge, Grad, GradMode, Meta, Saved, Site, TensorId
from .regions import Selector
from .reports import Refusal
from .signs import Numbers
from .state import State
from .views import edge_to, requires_grad


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation: where, with which tensors for each parameter."""

    site: Site
    label: str
    op: OpFacts
    operands: Mapping[int, Sequence[TensorId]]
    select: Sequence[Selector]
    results: int | None
    forms: Sequence[Meta | None]
    library: bool
    unrecorded: bool = False  # it stands under no_grad already
    doubtful: Mapping[TensorId, Grad] = field(default_factory=dict)
    """Tensors that are one of several that an argument may be, each with what the argument requires."""
    numbers: Numbers = field(default_factory=dict)

    def of(self, parameters: Iterable[int]) -> list[tuple[int, TensorId]]:
        """The tensors given for `parameters`, each with its parameter."""
        return [(i, t) for i in parameters for t in self.operands.get(i, ())]

    def requires(self, state: State, t: TensorId) -> Grad:
        """Whether the argument that `t` is, or may be, requires grad."""
        joined = self.doubtful.get(t)
        return requires_grad(state, t) if joined is None else joined

    @property
    def sources(self) -> Sequence[TensorId]:
        """The tensors whose memory, or which themselves, are returned."""
        return self.operands.get(self.op.of, ()) if self.op.of is not None else ()

    @property
    def arguments(self) -> list[tuple[int, TensorId]]:
        """The tensors that a gradient may flow to; what is written is always one of them."""
        if not self.op.writes or writes_aside(self.op):
            return self.of(self.op.differentiable)
        return self.of(dict.fromkeys((*self.op.differentiable, *self.op.writes)))

    @property
    def targets(self) -> list[TensorId]:
        """The tensors written in place."""
        if not self.op.writes or writes_aside(self.op):
            return []
        return [t for _, t in self.of(self.op.writes)]


def edges_to(state: State, call: Call, arguments: Sequence[tuple[int, TensorId]]) -> tuple[Edge, ...]:
    """Where gradients flow to. The backward that runs proves only that one input requires grad.

    An in-place operation on a view leads to the history of its base, which it will rewrite.
    """
    written = set() if rearranges(call.op.name) else set(call.targets)
    edges: list[Edge] = []
    for parameter, t in arguments:
        source = state.tensors[t].base if t in written else None
        of = t if source is None else source
        edge = edge_to(state, call.site, call.label, of, parameter=parameter)
        if edge is not None:
            flat = gives_zeros(call.op, parameter, state.tensors[t].meta.dtype)
            edges.append(replace(edge, flat=True) if flat else edge)
    return doubted(state, edges, call.doubtful)


def save_arguments(state: State, call: Call, edges: tuple[Edge, ...]) -> list[Saved]:
    """The arguments that are kept, in the order in which backward unpacks them: by name."""
    saved: list[Saved] = []
    stamp = state.tick()
    for fact in call.op.saves:
        if isinstance(fact.item, str):
            continue
        if keeps_private_copy(call.op, fact.item):
            continue
        how = products.kept(state, call.op, call.operands, fact.item)
        known = fact if how is None else replace(fact, always=True)
        kept_for = sake_of(state, call, edges, known)
        if kept_for is None and not edges:
            inside = products.flows_inside(state, call.op, call.operands, fact.sake)
            kept_for = None if inside is None else Doubt(inside)
        if kept_for is None:
            continue
        if how is matmul.Kept.COPY:
            continue
        own = fact.own if how is None else how is matmul.Kept.OBJECT
        unknown = kept_for.unknown + (how is matmul.Kept.PERHAPS)
        for t in _elements(call.operands.get(fact.item, ()), fact, edges):
            doubt = unknown + (fact.places is not None and _may_be_copied(state, t)) + (t in call.doubtful)
            check_saving(state, call.site, call.label, t, doubt)
            name = _name(call.op, fact.item)
            kept = keep(state, t, stamp, name, own=own, unknown=doubt, asks=kept_for.asks, fact=fact)
            kept = replace(kept, checked=False) if counts_alone(call.op) else kept
            saved.append(_read_if_complex(state, call.op, t, kept))
    return sorted(saved, key=lambda entry: entry.name)


def _elements(tensors: Sequence[TensorId], fact: SavedFact, edges: Sequence[Edge]) -> list[TensorId]:
    """Of a list parameter, the elements that are kept."""
    wanting = {e.tensor for e in edges if e.parameter == fact.item}
    asked = any(e.parameter != fact.item and e.parameter in fact.sake for e in edges)
    found: list[TensorId] = []
    for place, t in enumerate(tensors):
        others = wanting.intersection((*tensors[:place], *tensors[place + 1 :]))
        wanted = asked or fact.elements == "all" or (t in wanting if fact.elements == "own" else bool(others))
        if wanted and (fact.places is None or place in fact.places):
            found.append(t)
    return found


def _may_be_copied(state: State, t: TensorId) -> bool:
    """A view that need not be contiguous may have to be copied before it is multiplied."""
    of = state.tensors[t]
    return of.base is not None and of.meta.contiguous is not True


def _name(op: OpFacts, parameter: int) -> str:
    return op.parameters[parameter] if parameter < len(op.parameters) else "an argument"


def check_saving(state: State, site: Site, label: str, t: TensorId, unknown: int) -> None:
    """Tensors made in inference mode cannot be saved."""
    of = state.tensors[t]
    if of.inference and not unknown and state.grad_mode is GradMode.ON:
        state.refuse(Refusal.INFERENCE_SAVED, site, label, of)


def keep(
    state: State,
    t: TensorId,
    stamp: int,
    name: str,
    *,
    own: bool | None,
    unknown: int,
    asks: bool = False,
    result: bool = False,
    fact: SavedFact | None = None,
) -> Saved:
    """What is kept of a tensor: SavedVariable in torch/csrc/autograd/saved_variable.cpp. `fact` says that it is, where facts do.

    A result that has a history is kept through a private name on its memory, all else as the object itself. Under a hook for
    saved tensors nobody knows what backward will read, and no version is compared.
    """
    of = state.tensors[t]
    state.watched[of.storage] = True
    return Saved(
        tensor=t,
        storage=of.storage,
        counter=of.counter,
        region=of.region,
        maybes=of.maybes,
        stamp=stamp,
        own=own,
        is_result=result,
        name=name,
        had_history=not result and own is not False and of.requires_grad is Grad.YES and of.node is not None,
        unknown=NO_CLAIM if state.packing else unknown,
        asks=asks and not state.packing,
        sake=fact.sake if fact is not None else (),
        unread=fact.unread if fact is not None else (),
        signs=fact.signs if fact is not None else (),
        sizes=fact.sizes if fact is not None else (),
        nans=fact.nans if fact is not None else (),
        recorded=fact.recorded if fact is not None else (),
        node=of.node,
        hops=of.hops,
        item=fact.item if fact is not None else "",
        counted=of.counted,
    )


def save_results(
    state: State, call: Call, edges: tuple[Edge, ...], outputs: Sequence[TensorId]
) -> list[Saved]:
    """The results that are kept; they have their history already."""
    saved: list[Saved] = []
    stamp = state.tick()
    if products.is_unfused(state, call.op, call.operands):
        return saved
    for fact in call.op.saves:
        doubt = sake_of(state, call, edges, fact) if isinstance(fact.item, str) else None
        if doubt is None:
            continue
        for t in _kept_results(outputs, fact):
            leaf = state.tensors[t].node is None
            kept = keep(
                state,
                t,
                stamp,
                "result",
                own=leaf,
                unknown=doubt.unknown,
                asks=doubt.asks,
                result=True,
                fact=fact,
            )
            saved.append(_read_if_complex(state, call.op, t, kept))
    return saved


def _read_if_complex(state: State, op: OpFacts, t: TensorId, kept: Saved) -> Saved:
    """What only the gradient of a complex number reads: facts are of real ones."""
    dtype = state.tensors[t].meta.dtype
    if not asks_for_complex(op) or (dtype is not None and not dtype.startswith("complex")):
        return kept
    return replace(kept, unread=(), unknown=kept.unknown + (dtype is None))


def _kept_results(outputs: Sequence[TensorId], fact: SavedFact) -> Sequence[TensorId]:
    if fact.item == "results":
        return outputs
    number = int(str(fact.item).removeprefix("result") or 0)
    return outputs[number : number + 1]
