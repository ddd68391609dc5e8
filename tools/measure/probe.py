"""One call, observed: run it and see, by storage and object identity, what autograd kept of it.

Arguments are copies of the sample's, as *non-leaf* tensors made by `clone`, which saves and frees nothing. Each
call runs once with all floating-point tensors requiring grad, and once per argument (and per element of a list)
with that one alone; an item is kept for the sake of those arguments whose gradient alone makes it kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy
import torch

Key = int | str
Path = tuple[Key, int | None]
"""An argument by position or keyword, and which element when it is a list."""

Item = tuple[str, Key, int | None]
"""("argument", key, element) or ("result", number, None)."""


MOST = 24
"""Arguments that are asked one by one for whose sake things are kept."""


@dataclass(frozen=True)
class Call:
    """A function and arguments to try it on."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any] = field(default_factory=dict)
    constant: frozenset[Key] = frozenset()  # arguments that never require grad: a module's buffers


@dataclass
class Seen:
    """What one call did. Arguments are named by position or keyword."""

    kinds: dict[Key, str]
    values: dict[Key, object]
    tensors: frozenset[
        Key
    ]  # arguments that are floating-point tensors or lists of them, and so could require grad
    all_tensors: frozenset[Key]
    differentiable: frozenset[Key] = frozenset()
    saved: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    read: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    unread: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    signs: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    partly: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    sizes: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    nans: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    recorded: dict[Key | tuple[str, int], frozenset[Key]] = field(default_factory=dict)
    """Of what is kept for the sake of some arguments, for which of their gradients its contents matter, for which not, for which
    no more than their signs; where these contents could not tell how much of them matters; for which their signs do not matter,
    or nothing but where they are NaN; and for which they matter only in a backward that is itself recorded."""
    own: frozenset[Key] = frozenset()
    elements: dict[Key | tuple[str, int], str] = field(default_factory=dict)
    joint: frozenset[Key | tuple[str, int]] = (
        frozenset()
    )  # kept only when several arguments require grad at once
    freed: bool | None = None
    writes: frozenset[Key] = frozenset()
    untracked_writes: frozenset[Key] = frozenset()
    returns: str = "new"  # new | view | same | untracked | input | none | value
    of: Key | None = None
    results: int = 0
    listed: bool = False  # the results came as a list
    differentiable_results: frozenset[int] = frozenset()
    multi_view: bool = False
    call: Call | None = None
    paths: tuple[Path, ...] = ()  # the arguments and elements of lists that a gradient flows to
    gathered: frozenset[Key] = frozenset()  # lists whose elements are not told apart


def kind_of(value: object) -> str:
    """The reader's word for an argument."""
    if isinstance(value, torch.Tensor):
        return "tensor"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    if isinstance(value, (float, complex)):
        return "number"
    if isinstance(value, str):
        return "str"
    if value is None:
        return "none"
    if value is Ellipsis:
        return "ellipsis"
    if isinstance(value, slice):
        return "slice"
    if isinstance(value, (list, tuple)):
        if value and all(isinstance(v, torch.Tensor) for v in value):
            return "tensors"
        if any(isinstance(v, torch.Tensor) for v in value):
            return "tensors"
        if all(isinstance(v, (int, float, bool, list)) for v in value):
            return "list"
    return "other"


def tensors_in(value: object) -> Iterator[torch.Tensor]:
    """All tensors in a nest of lists, tuples and dicts."""
    if isinstance(value, torch.Tensor):
        yield value
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from tensors_in(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from tensors_in(part)


def arguments(call: Call) -> list[tuple[Key, Any]]:
    return [*enumerate(call.args), *call.kwargs.items()]


def paths(call: Call) -> list[tuple[Path, torch.Tensor]]:
    """Every tensor in the arguments, with its place; tensors nested deeper are left as they are."""
    found: list[tuple[Path, torch.Tensor]] = []
    for key, value in arguments(call):
        if isinstance(value, torch.Tensor):
            found.append(((key, None), value))
        elif isinstance(value, (list, tuple)):
            found += [((key, i), v) for i, v in enumerate(value) if isinstance(v, torch.Tensor)]
    return found


def floating(t: torch.Tensor) -> bool:
    return t.is_floating_point() or t.is_complex()


def storage(t: torch.Tensor) -> int | None:
    """Where a tensor's memory begins, or None when it has none to speak of."""
    if t.layout is not torch.strided or t.numel() == 0:
        return None
    return t.untyped_storage().data_ptr() or None


class Inputs:
    """Fresh copies of a call's arguments, of which those at `grads` require grad."""

    def __init__(
        self, call: Call, grads: frozenset[Path], change: Callable[[torch.Tensor], torch.Tensor] | None = None
    ) -> None:
        self.tensors: dict[Path, torch.Tensor] = {}
        self.sources: dict[Path, torch.Tensor] = {}  # the leaves behind those that require grad
        for path, t in paths(call):
            copy = t.detach().clone()
            if change is not None:
                copy = change(copy)
            if path in grads:
                self.sources[path] = copy.requires_grad_()
                copy = copy.clone()
            self.tensors[path] = copy
        self.args = tuple(self._value(i, v) for i, v in enumerate(call.args))
        self.kwargs = {k: self._value(k, v) for k, v in call.kwargs.items()}

    def _value(self, key: Key, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return self.tensors[key, None]
        if isinstance(value, (list, tuple)) and any(isinstance(v, torch.Tensor) for v in value):
            parts = [self.tensors.get((key, i), v) for i, v in enumerate(value)]
            return parts if isinstance(value, list) else tuple(parts)
        return value


def run(call: Call, inputs: Inputs) -> Any:
    torch.manual_seed(0)
    return call.function(*inputs.args, **inputs.kwargs)


@dataclass
class Kept:
    """A call whose arguments at some paths require grad: what went in, came out, and was kept, as what."""

    inputs: Inputs
    result: Any
    outputs: list[torch.Tensor]
    packed: list[tuple[torch.Tensor, Item | None]]

    @property
    def items(self) -> set[Item]:
        """The arguments and results whose memory is kept for backward."""
        return {item for _, item in self.packed if item is not None}


def keep(
    call: Call, grads: frozenset[Path], unpack: Callable[[int, torch.Tensor], torch.Tensor] = lambda _, t: t
) -> Kept:
    """Run a call with the arguments at `grads` requiring grad. `unpack` says what backward gets for the kept tensor of a
    number."""
    inputs = Inputs(call, grads)
    versions = {path: t._version for path, t in inputs.tensors.items()}
    packed: list[tuple[torch.Tensor, int]] = []

    def pack(t: torch.Tensor) -> tuple[int, torch.Tensor]:
        packed.append((t, t._version))
        return len(packed) - 1, t

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda entry: unpack(*entry)):
        result = run(call, inputs)
    outputs = outputs_of(result, inputs, versions)
    where_in: dict[int, Path] = {}
    for path, t in inputs.tensors.items():
        if (at := storage(t)) is not None:
            where_in.setdefault(at, path)
    where_out: dict[int, int] = {}
    for number, t in enumerate(outputs):
        if (at := storage(t)) is not None:
            where_out.setdefault(at, number)

    def item_of(t: torch.Tensor, version: int) -> Item | None:
        at = storage(t)
        if at is None:
            return None
        path_in = where_in.get(at)
        if path_in is None:
            return ("result", where_out[at], None) if at in where_out else None
        written = inputs.tensors[path_in]._version != versions[path_in]
        if written and version != versions[path_in] and at in where_out and result is not None:
            return ("result", where_out[at], None)
        return ("argument", *path_in)

    return Kept(inputs, result, outputs, [(t, item_of(t, version)) for t, version in packed])


def outputs_of(result: Any, inputs: Inputs, versions: Mapping[Path, int]) -> list[torch.Tensor]:
    """The tensors a call hands back; of one that returns None, those it wrote."""
    if result is None:
        return [t for path, t in inputs.tensors.items() if t._version != versions[path]]
    return list(tensors_in(result))


def graph_saved(roots: Sequence[torch.Tensor], stop: frozenset[int]) -> list[torch.Tensor]:
    """The tensors which the recorded operations behind `roots` keep, as the objects they hand back."""
    todo: list[Any] = [t.grad_fn for t in roots]
    met: set[int] = set()
    alive = []
    found: list[torch.Tensor] = []
    while todo:
        node = todo.pop()
        if node is None or id(node) in met or id(node) in stop:
            continue
        met.add(id(node))
        alive.append(node)
        for name in dir(node):
            if name.startswith("_saved_") or name == "saved_tensors":
                try:
                    value = getattr(node, name)
                except RuntimeError:
                    continue
                found += list(tensors_in(value))
        todo += [following for following, _ in node.next_functions]
    return found


def _bump_shared(a: torch.Tensor, b: torch.Tensor) -> bool:
    """Do two tensors have one version counter?"""
    before = b._version
    torch.autograd.graph.increment_version(a)
    return b._version != before


def observe(call: Call) -> Seen:
    """Run a call in all its configurations. Raises what the call raises."""
    every = [path for path, t in paths(call) if floating(t) and path[0] not in call.constant]
    seen = Seen(
        kinds={key: kind_of(value) for key, value in arguments(call)},
        values={
            key: value
            for key, value in arguments(call)
            if value is None
            or isinstance(value, (bool, str, int, float))
            or (isinstance(value, (list, tuple)) and all(isinstance(v, int) for v in value))
        },
        tensors=frozenset(key for key, _ in every),
        all_tensors=frozenset(key for (key, _), _t in paths(call)),
        call=call,
    )
    try:
        kept = keep(call, frozenset(every))
    except RuntimeError:
        # Some arguments refuse to require grad (running statistics, everything of `numpy()`).
        every = _willing(call, every)
        kept = keep(call, frozenset(every))
    if any(t.requires_grad for t in kept.outputs) and not any(t.numel() for t in kept.outputs):
        raise ValueError("of what is empty there is nothing to see")
    _see_results(seen, kept.inputs, kept.result, kept.outputs)
    _see_writes(call, seen)
    if not any(t.requires_grad for t in kept.outputs):
        return seen
    seen.differentiable_results = frozenset(i for i, t in enumerate(kept.outputs) if t.requires_grad)
    _see_sakes(call, seen, every, kept.items)
    _see_graph(call, seen, frozenset(every))
    return seen


def _willing(call: Call, every: list[Path]) -> list[Path]:
    """The arguments with which the call runs while they require grad."""
    willing: list[Path] = []
    for path in every:
        try:
            run(call, Inputs(call, frozenset([*willing, path])))
        except RuntimeError:
            continue
        willing.append(path)
    return willing


def _see_results(seen: Seen, inputs: Inputs, result: Any, outputs: list[torch.Tensor]) -> None:
    seen.listed = isinstance(result, list)
    if isinstance(result, numpy.ndarray):
        start = result.__array_interface__["data"][0]
        for path, t in inputs.tensors.items():
            if storage(t) == start:
                seen.returns, seen.of, seen.results = "untracked", path[0], 1
                return
    if result is None or not outputs:
        seen.returns = "none" if result is None else "value"
        return
    seen.results = len(outputs)
    first = outputs[0]
    for path, t in inputs.tensors.items():
        if first is t:
            seen.returns, seen.of = "input", path[0]
            return
    at = storage(first)
    for path, t in inputs.tensors.items():
        if at is not None and storage(t) == at:
            seen.returns = "view" if _bump_shared(first, t) else "untracked"
            seen.of = path[0]
            if seen.returns == "view" and first.requires_grad:
                seen.multi_view = _is_multi_view(first)
            return


def _is_multi_view(t: torch.Tensor) -> bool:
    try:
        t.add_(0)
    except RuntimeError as error:
        return "multiple views" in str(error)
    return False


def _see_writes(call: Call, seen: Seen) -> None:
    inputs = Inputs(call, frozenset())
    before = {path: (t._version, t.clone()) for path, t in inputs.tensors.items()}
    try:
        run(call, inputs)
    except (RuntimeError, TypeError):
        return  # a call which needs an input that requires grad
    writes, untracked = set(), set()
    for path, t in inputs.tensors.items():
        version, old = before[path]
        if t._version != version:
            writes.add(path[0])
        elif t.layout is torch.strided and not torch.equal(torch.nan_to_num(t), torch.nan_to_num(old)):
            untracked.add(path[0])
    seen.writes, seen.untracked_writes = frozenset(writes), frozenset(untracked)


def _see_sakes(call: Call, seen: Seen, every: list[Path], kept: set[Item]) -> None:
    alone: dict[Path, set[Item]] = {}
    differentiable: set[Key] = set()
    if len(every) == 1:
        alone[every[0]] = kept
        differentiable.add(every[0][0])
    else:
        for path in every[:MOST]:
            mine = keep(call, frozenset([path]))
            if any(t.requires_grad for t in mine.outputs):
                alone[path] = mine.items
                differentiable.add(path[0])
    seen.differentiable = frozenset(differentiable)
    seen.paths = tuple(alone)
    union: set[Item] = set().union(*alone.values())
    seen.joint = frozenset(plain(item) for item in kept - union)
    saved: dict[Key | tuple[str, int], set[Key]] = {}
    for path, items in alone.items():
        for item in items:
            saved.setdefault(plain(item), set()).add(path[0])
    seen.saved = {kept_one: frozenset(sakes) for kept_one, sakes in saved.items()}
    for kept_one in seen.saved:
        relation = _relation(kept_one, alone, seen)
        if relation is not None:
            seen.elements[kept_one] = relation


def plain(item: Item) -> Key | tuple[str, int]:
    what, key, _ = item
    return key if what == "argument" else ("result", int(key))


def _relation(item: Key | tuple[str, int], alone: dict[Path, set[Item]], seen: Seen) -> str | None:
    """Which elements of a list are kept when one element requires grad."""
    if isinstance(item, tuple):
        return None
    mine = [path for path in alone if path[0] == item and path[1] is not None]
    if len(mine) < 2 or item not in seen.saved[item]:
        return None
    own = others = 0
    for path in mine:
        for other in mine:
            if ("argument", *other) in alone[path]:
                own, others = own + (other == path), others + (other != path)
    return "own" if not others else "others" if not own else "all"


def _see_graph(call: Call, seen: Seen, grads: frozenset[Path]) -> None:
    """Which arguments are kept as the very objects, and whether a second backward raises."""
    inputs = Inputs(call, grads)
    sources = {path: t for path, t in inputs.tensors.items() if path in grads}
    keep_alive = [t.grad_fn for t in sources.values()]  # an id is only unique among the living
    stop = frozenset(id(node) for node in keep_alive)
    edges = [torch.autograd.graph.get_gradient_edge(t) for t in sources.values()]
    versions = {path: t._version for path, t in inputs.tensors.items()}
    outputs = [t for t in outputs_of(run(call, inputs), inputs, versions) if t.requires_grad]
    objects = {id(t) for t in graph_saved(outputs, stop)}
    seen.own = frozenset(path[0] for path, t in inputs.tensors.items() if id(t) in objects) - seen.writes
    del keep_alive
    cotangents = [torch.ones_like(t) for t in outputs]
    try:
        torch.autograd.grad(outputs, edges, cotangents, allow_unused=True)
    except (RuntimeError, NotImplementedError):
        return
    try:
        torch.autograd.grad(outputs, edges, cotangents, allow_unused=True)
    except RuntimeError as error:
        seen.freed = "second time" in str(error)
    else:
        seen.freed = False
