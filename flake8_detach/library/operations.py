"""Operations whose facts are measured: from evaluated arguments to the machine's `apply`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..autograd import NO_NUMBERS, Grad, Meta, Numbers, Selector, TensorId
from ..frozen import replace
from ..torch_facts import Operation, OpFacts
from ..torch_facts.results import result_names
from ..values import (
    NONE,
    Arguments,
    ClassObject,
    Const,
    Instance,
    Items,
    Opaque,
    Ref,
    Runtime,
    TensorRef,
    Value,
    options,
)
from . import autocast, snapshots
from .forms import decide, form_of
from .hidden import handed_out
from .kinds import constants, doubtful_of, kind_of, number, requires, tensors_of

LIST_PARTS = 4
"""How many parts of a list of unknown length are told apart."""


def operate(
    rt: Runtime,
    label: str,
    operation: Operation,
    arguments: Arguments,
    *,
    select: Selector = None,
    assume: bool = True,
    library: bool = False,
) -> Value | None:
    """Call an operation; None where the facts have no form that fits.

    With `assume` False an operand which only may be a tensor is not taken for one.
    """
    positional = arguments.positional
    keywords = dict(arguments.keywords)
    bound = operation.bind(
        [kind_of(rt, v) for v in positional],
        {k: kind_of(rt, v) for k, v in keywords.items()},
        constants(positional, keywords),
    )
    if bound is None:
        return None
    facts, where = bound
    if (NONE in positional or NONE in keywords.values()) and label not in ("==", "!="):
        if any(arguments.at(a) == NONE for a in never_none(operation, len(positional), tuple(keywords))):
            return rt.unknown_call(
                label, arguments
            )  # who sets it, out of sight, has it run with something else
    proved = proved_tensors(operation, len(positional), tuple(keywords))
    operands = operands_of(rt, facts, where, arguments, assume, proved)
    return perform(rt, label, facts, where, arguments, operands, select=select, library=library)


def perform(
    rt: Runtime,
    label: str,
    facts: OpFacts,
    where: Mapping[int | str, int],
    arguments: Arguments,
    operands: dict[int, tuple[TensorId, ...]],
    *,
    select: Selector = None,
    library: bool = False,
) -> Value:
    """Run an operation whose facts and operands are known, and give what the call returns.

    What is written, or shares its memory with the result, is one tensor at a time, should it be one of several.
    """
    doubtful = doubtful_of(rt, (arguments.at(place) for place in where))
    split = next((p for p in where if _is_met(facts, where[p], arguments.at(p))), None) if doubtful else None
    if split is not None:

        def alone(choice: Value) -> Value:
            given = arguments.but(split, choice)
            brought = {**operands, where[split]: tuple(tensors_of(rt, choice))}
            return rt.native(
                lambda: perform(rt, label, facts, where, given, brought, select=select, library=library)
            )

        return rt.each(arguments.at(split), alone)
    if facts.result == "new" and _flows_aside(rt, facts, where, arguments, operands):
        return rt.unknown_call(label, arguments)
    if rt.world.autocast is not None and not facts.writes:
        operands = autocast.cast(rt, facts.name, operands)
    snapshots.compared(rt, label, (t for i in sorted(operands) for t in operands[i]))
    facts = decide(rt, label, facts, arguments, operands)
    if facts.writes and facts.result in ("new", "view"):
        # what a function writes beside its result, it writes unrecorded (embedding_renorm_, running statistics)
        for index in facts.writes:
            for target in operands.get(index, ()):
                rt.machine.write(rt.site, label, target, library=True)
        facts = replace(facts, writes=())
    count, parts = _results(rt, label, facts, arguments, select)
    forms = (autocast.form(rt, facts.name, form_of(rt, label, facts, arguments, operands)),) * (
        max(1, facts.results) if count is None else count
    )
    outputs = rt.machine.apply(
        rt.site,
        label,
        facts,
        operands,
        select=parts,
        results=count,
        library=library,
        forms=forms,
        doubtful=doubtful,
        numbers=numbers_of(facts, where, arguments) if facts.writes else NO_NUMBERS,
    )
    outputs = handed_out(rt, label, facts, operands, outputs)
    if rt.world.objects and label != "as_subclass":
        hand_class_on(rt, [t for i in sorted(operands) for t in operands[i]], outputs)
    return wrap(rt, facts, outputs, arguments.positional, where)


def hand_class_on(rt: Runtime, operands: Sequence[TensorId], made: Sequence[TensorId]) -> None:
    """What is computed of a tensor of a class of the program is of that class, unless the class decides itself
    (Tensor.__torch_function__ in torch/_tensor.py); of a parameter it is a plain tensor."""
    kept = [
        rt.world.get(Ref(rt.world.objects[t]))
        for t in operands
        if t in rt.world.objects and t not in rt.world.parameters
    ]
    classes = [thing.cls for thing in kept if isinstance(thing, Instance) and isinstance(thing.cls, int)]
    if classes and not _decides(rt, classes[0]):
        for tensor in made:
            if tensor not in rt.world.objects:
                rt.world.keep_on(tensor, Instance(classes[0]))


def _decides(rt: Runtime, cls: int) -> bool:
    thing = rt.world.get(Ref(cls))
    return isinstance(thing, ClassObject) and "__torch_function__" in thing.attributes


def numbers_of(facts: OpFacts, where: Mapping[int | str, int], arguments: Arguments) -> Numbers:
    """The arguments beside what is written, None for what is not a number that is known; a flag is none, nor is a None."""
    found: dict[str, float | None] = {}
    for place, index in where.items():
        value = arguments.at(place)
        given = value.value if isinstance(value, Const) else ...
        if index not in facts.writes and given is not None and not isinstance(given, bool):
            found[facts.parameters[index]] = given if isinstance(given, int | float) else None
    return found


def _flows_aside(
    rt: Runtime,
    facts: OpFacts,
    where: Mapping[int | str, int],
    arguments: Arguments,
    operands: Mapping[int, Sequence[TensorId]],
) -> bool:
    """Does none but an argument require grad that no measured call gave one which did (a tensor as a temperature)?"""
    through = facts.differentiable
    if not through or facts.writes:
        return False
    for place, index in where.items():
        if index not in through:
            value = arguments.at(place)
            if type(value) is TensorRef and rt.machine.requires_grad(value.id) is Grad.YES:
                return requires(rt, [t for i in through for t in operands.get(i, ())]) is Grad.NO
    return False


def _is_met(facts: OpFacts, index: int, value: Value) -> bool:
    """Is an argument that may be several things written, or is it what the result shares its memory with?"""
    return (index in facts.writes or index == facts.of) and len(options(value)) > 1


def operands_of(
    rt: Runtime,
    facts: OpFacts,
    where: Mapping[int | str, int],
    arguments: Arguments,
    assume: bool,
    proved: frozenset[int | str] = frozenset(),
) -> dict[int, tuple[TensorId, ...]]:
    """The tensors by parameter. What only may be a tensor counts when no other operand requires grad.

    An argument that can be nothing else (`proved`) is shown to be a tensor by the call.
    """
    sure: dict[int, list[TensorId]] = {}
    maybe: dict[int, list[TensorId]] = {}
    for argument, index in where.items():
        value = arguments.positional[argument] if isinstance(argument, int) else arguments.keywords[argument]
        if isinstance(value, Const):
            continue
        if index in facts.differentiable or index in facts.writes or _matters(facts, index):
            if isinstance(value, TensorRef):
                sure.setdefault(index, []).append(value.id)
                continue
            for option in options(value) if argument in proved else ():
                rt.world.show(option, rt.site)
            certain = tensors_of(rt, value, sure_only=True)
            if certain:
                # in a list of tensors, what is not known is one as well
                open_ = assume and isinstance(rt.world.get(value), Items) and requires(rt, certain) is Grad.NO
                sure.setdefault(index, []).extend(tensors_of(rt, value) if open_ else certain)
            elif is_computed(rt, value):
                sure.setdefault(index, []).extend(tensors_of(rt, value))
            elif _may_be_tensor(rt, value):
                maybe.setdefault(index, []).extend(tensors_of(rt, value))
    if maybe and assume:
        need = requires(rt, [t for i, ts in sure.items() if i in facts.differentiable for t in ts])
        if need is Grad.NO or not sure:
            for index, tensors in maybe.items():
                sure.setdefault(index, []).extend(tensors)
    return {i: tuple(ts) for i, ts in sorted(sure.items())}


def proved_tensors(operation: Operation, count: int, keywords: tuple[str, ...]) -> frozenset[int | str]:
    """The arguments which every form of the operation takes for one tensor."""
    key = (id(operation), count, keywords)
    if key not in _PROVED:
        _PROVED[key] = operation, _proved_tensors(operation, count, keywords)
    return _PROVED[key][1]


_PROVED: dict[tuple[int, int, tuple[str, ...]], tuple[Operation, frozenset[int | str]]] = {}
"""By the operation's identity, which holding the operation keeps from being given to another."""


def _proved_tensors(
    operation: Operation, count: int, keywords: tuple[str, ...], letters: tuple[str, ...] = ("t", "t0")
) -> frozenset[int | str]:
    placed = [(v, where) for v in operation.variants if (where := v.form.place(count, keywords)) is not None]
    arguments: list[int | str] = [*range(count), *keywords]
    return frozenset(
        a for a in arguments if all(v.form.parameters[where[a]].letters in letters for v, where in placed)
    )


def never_none(operation: Operation, count: int, keywords: tuple[str, ...]) -> frozenset[int | str]:
    """The arguments which every form takes for a tensor, or for one or a number: a None there raises."""
    return _proved_tensors(operation, count, keywords, ("t", "tn", "nt"))


def _matters(facts: OpFacts, index: int) -> bool:
    """Does a tensor given for this parameter matter though no gradient flows to it? Where none flows to any, what
    went in says why the result has none."""
    if not facts.differentiable:
        return True
    return facts.of == index or any(s.item == index for s in facts.saves) or index in facts.untracked_writes


def _may_be_tensor(rt: Runtime, value: Value) -> bool:
    return any(isinstance(rt.world.get(option), (Opaque, Items)) for option in options(value))


def is_computed(rt: Runtime, value: Value) -> bool:
    """Is it the result of an unknown call, through which what it computed with may have a gradient?"""
    thing = rt.world.get(value)
    if not isinstance(thing, Opaque) or thing.tensor is None:
        return False
    return rt.machine.tensors[thing.tensor].node is not None


def _results(
    rt: Runtime, label: str, facts: OpFacts, arguments: Arguments, select: Selector
) -> tuple[int | None, Sequence[Selector]]:
    """How many results there are, and which part of the base each of them sees."""
    if facts.results >= 0:
        return None, (select,)
    count = LIST_PARTS
    second = arguments.get(1, "chunks")
    if label in ("chunk", "tensor_split") and isinstance(second, Const) and isinstance(second.value, int):
        count = max(1, min(second.value, 16))
    thing = rt.world.get(second) if second is not None else None
    if label in ("split", "split_with_sizes") and isinstance(thing, Items) and thing.rest is None:
        count = max(1, len(thing.items))
    first = rt.world.get(arguments.positional[0]) if arguments.positional else None
    if isinstance(first, Items) and first.rest is None:
        count = len(first.items)
    if len(facts.parameters) == 1 and len(arguments.positional) > 1 and arguments.rest is None:
        count = len(arguments.positional)
    call = rt.machine.ids.last
    return count, [("part", call, k) for k in range(count)]


def wrap(
    rt: Runtime,
    facts: OpFacts,
    outputs: Sequence[TensorId],
    positional: Sequence[Value],
    where: Mapping[int | str, int],
) -> Value:
    """The value a call returns."""
    if facts.result == "none":
        return NONE
    if facts.result == "value":
        return number(rt)
    if facts.result == "input" and facts.results == 1:
        for argument, index in where.items():
            if index == facts.of and isinstance(argument, int):
                return positional[argument]
    values = [TensorRef(t) for t in outputs]
    if facts.results == 1 and len(values) == 1:
        return values[0]
    if facts.results < 0:
        return rt.sequence("list" if facts.result == "new" else "tuple", values)
    return _named(rt, rt.sequence("tuple", values), result_names(facts.name))


def _named(rt: Runtime, made: Ref, names: tuple[str, ...]) -> Ref:
    rt.world.own(made.id, Items).names = names
    return made


def weaken(rt: Runtime, value: Value) -> Value:
    """The result of an operation on something that only may be a tensor, as such."""
    if isinstance(value, TensorRef):
        return rt.world.opaque(rt.machine.tensors[value.id].label, value.id)
    thing = rt.world.get(value)
    if isinstance(thing, Items):
        made = rt.sequence(thing.kind, [weaken(rt, v) for v in thing.items], thing.rest)
        return _named(rt, made, thing.names)
    return value


__all__ = ["Meta", "operands_of", "operate", "perform", "proved_tensors", "replace", "weaken", "wrap"]
