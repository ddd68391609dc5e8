"""PyTorch's and NumPy's own Python: from a qualified name to a small handler over the machine's verbs.

Each function here answers one question of the interpreter: what does this call, method, attribute, subscript
or operator do, and what does it give? ``None`` means that the library does not know, so the interpreter treats
it as a call whose inside cannot be seen. Facts come first: whatever is an operation of PyTorch is looked up in
`torch_facts`; only what is a verb of the machine, or Python code of PyTorch, has a handler.
"""

from __future__ import annotations

from ..autograd import Grad, GradMode, Refused, Report
from ..settings import NOTHING_DECLARED
from ..torch_facts import Operation
from ..torch_facts import function as function_facts
from ..values import (
    Arguments,
    ClassObject,
    Elements,
    Instance,
    Items,
    Native,
    Opaque,
    Runtime,
    Table,
    Value,
)
from . import (
    argument_order,
    arrays,
    autocast,
    backward,
    caching,
    checkpoints,
    collectives,
    conditions,
    creation,
    declared,
    distributions,
    einops_calls,
    exit_stacks,
    file_io,
    functional_calls,
    functions,
    gradients,
    handed_back,
    holders,
    iteration_tools,
    made_modules,
    modes,
    modules,
    named_tuples,
    normed,
    operators,
    optimizers,
    packed,
    patterns,
    picks,
    pruned,
    saved_hooks,
    standard,
    straight_through,
    tensor_classes,
    trainers,
    transforms,
    trees,
    unseen_modules,
)
from .conditions import has, is_class, is_instance, is_module, is_tensor_class, same
from .exit_stacks import leave
from .indexing import iterate as _iterate_tensor
from .indexing import set_item, split, subscript
from .kinds import doubtful_of, tensors_of
from .mappings import NOT_ITERATED
from .modes import ASKING, QUESTIONS, enter, is_context, runs_each_time
from .named_tuples import field_names as names_of_fields
from .named_tuples import is_named_tuple_class
from .names import READERS, canonical, is_structural, member, only_reads, star_names
from .objects import (
    call_instance,
    class_method,
    instance_attribute,
    instance_item,
    instance_method,
    iterate_instance,
    prepare_instance,
    set_instance_attribute,
    set_instance_item,
)
from .opaque import opaque_attribute, opaque_item, opaque_method
from .operations import operate
from .operators import unary
from .optimizers import note_given
from .several import one_by_one
from .standard import shuffle
from .tensor_classes import is_one as is_class_of_tensors
from .tensor_classes import make as make_tensor
from .tensor_classes import unknown as unknown_tensor
from .tensors import length, set_tensor_attribute, tensor_attribute, tensor_method
from .unseen_modules import call as opaque_call
from .unseen_modules import called_as_part, foresee, foresee_part
from .vain import dropped, lost

FUNCTIONS = {
    **holders.FUNCTIONS,
    **iteration_tools.FUNCTIONS,
    **trees.FUNCTIONS,
    **picks.FUNCTIONS,
    **backward.FUNCTIONS,
    **arrays.FUNCTIONS,
    **caching.FUNCTIONS,
    **checkpoints.FUNCTIONS,
    **collectives.FUNCTIONS,
    **conditions.FUNCTIONS,
    **creation.FUNCTIONS,
    **einops_calls.FUNCTIONS,
    **exit_stacks.FUNCTIONS,
    **functional_calls.FUNCTIONS,
    **gradients.FUNCTIONS,
    **handed_back.FUNCTIONS,
    **named_tuples.FUNCTIONS,
    **normed.FUNCTIONS,
    **made_modules.FUNCTIONS,
    **modes.FUNCTIONS,
    **argument_order.FUNCTIONS,
    **packed.FUNCTIONS,
    **patterns.FUNCTIONS,
    **pruned.FUNCTIONS,
    **standard.FUNCTIONS,
    **straight_through.FUNCTIONS,
    **tensor_classes.FUNCTIONS,
    **file_io.FUNCTIONS,
    **transforms.FUNCTIONS,
}
VALUE_CLASSES = ("enum.",)


def call(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """Call something imported, by its dotted name."""
    if rt.declared != NOTHING_DECLARED:
        found = declared.call(rt, name, arguments)
        if found is not None:
            return found
    name = canonical(name)
    handler = FUNCTIONS.get(name)
    if handler is not None:
        return handler(rt, arguments)
    module, _, short = name.rpartition(".")
    if module == "torch":
        made = creation.create(rt, short, arguments) or modes.construct(rt, name, arguments)
        if made is not None:
            return made
    if name in autocast.CONTEXTS:
        return autocast.construct(rt, name, arguments)
    if name in saved_hooks.CONTEXTS:
        return saved_hooks.construct(rt, name)
    if (module == "torch.nn" and short[:1].isupper()) or name in modules.WRAPPERS:
        return modules.construct(rt, short, arguments)
    if module == "torch.optim" and short[:1].isupper():
        return optimizers.construct(rt, short, arguments)
    if name in trainers.HELPERS:
        return trainers.construct(rt, name)
    if name.startswith(("numpy.", "np.")):
        short = name.split(".", 1)[1]
        return one_by_one(rt, short, arguments, (0, "out"), lambda given: arrays.call(rt, short, given))
    if module in ("operator", "_operator"):
        return operators.call(rt, short, arguments)
    if name.startswith("torch.Tensor."):
        receiver = arguments.get(0)
        rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.rest)
        return rt.method(receiver, short, rest) if receiver is not None else None
    if name.startswith(standard.NUMBER_MODULES):
        return conditions.mathematics(rt, name, arguments)
    if module == "torch" and short in ("detach", "detach_"):
        return rt.method(arguments.positional[0], short, Arguments()) if arguments.positional else None
    if name.startswith(distributions.PREFIX):
        return distributions.call(rt, name, arguments)
    if name.startswith("torch."):
        operation = function_facts(name)
        if operation is None:
            return None
        if module == "torch.nn.init":
            return _initialise(rt, short, operation, arguments)
        return operate(rt, short, operation, argument_order.in_order(rt, short, arguments))
    return None


def _initialise(rt: Runtime, short: str, operation: Operation, arguments: Arguments) -> Value | None:
    """``torch.nn.init`` functions write under ``no_grad`` (torch/nn/init.py)."""
    before = rt.machine.set_mode(GradMode.OFF)
    try:
        return operate(rt, short, operation, arguments, library=True)
    finally:
        rt.machine.set_mode(before)


def is_decorator(rt: Runtime, value: Value) -> bool:
    """Does the library know what `value` makes of a function it decorates?"""
    if transforms.is_decorator(rt, value):
        return True
    if isinstance(value, Native):
        return canonical(value.name) in caching.FUNCTIONS
    thing = rt.world.get(value)
    return isinstance(thing, Instance) and thing.cls == caching.MAKER


def binary(rt: Runtime, symbol: str, left: Value, right: Value) -> Value | None:
    """``left symbol right`` where a tensor, an array or a list of modules is involved."""
    found = modules.combined(rt, symbol, left, right)
    return found if found is not None else operators.binary(rt, symbol, left, right)


def augmented(rt: Runtime, symbol: str, old: Value, value: Value) -> Value | None:
    """``old symbol= value``: in place for a tensor, an array or a list of modules."""
    found = modules.extended(rt, symbol, old, value)
    return found if found is not None else operators.augmented(rt, symbol, old, value)


def root_arguments(rt: Runtime, cls: Value, name: str, count: int, *, bound: bool) -> Arguments:
    """What PyTorch would call a method of a class of the program with; `bound` says that it has its receiver."""
    return functions.backward_arguments(rt, cls, name, count, bound=bound)


def is_value_class(rt: Runtime, cls: Value) -> bool:
    """Is `cls` an enumeration, a named tuple or another class whose instances we do not follow?"""
    return any(name.startswith(VALUE_CLASSES) for name in rt.class_names(cls))


def is_tensor_setter(rt: Runtime, value: Value, name: str) -> bool:
    """Does assigning `name` of something unknown show that it is a tensor?"""
    thing = rt.world.get(value)
    return isinstance(thing, Opaque) and thing.shown and name in ("data", "grad", "requires_grad")


def iterate_tensor(rt: Runtime, value: Value) -> Elements:
    """Iterate over a tensor or array."""
    return _iterate_tensor(rt, value)


def handed_out(rt: Runtime, value: Value, owner: Value | None = None) -> None:
    """A method's result leaves the file: somebody may run a backward through it.

    But for what a Function's forward computes: that is unrecorded.
    """
    if owner is not None and functions.is_function_class(rt, owner):
        return
    thing = rt.world.get(value)
    values = [value]
    if isinstance(thing, Items):
        values = thing.any()
    elif isinstance(thing, Table):
        values = list(thing.items.values())
    roots = [t for v in values for t in (*tensors_of(rt, v, sure_only=True), *unseen_modules.given_by(rt, v))]
    roots = [t for t in roots if rt.machine.tensors[t].requires_grad is not Grad.NO]
    if roots:
        rt.machine.backward(rt.site, "handed out", roots, retain_graph=True, unknown=1)


def keep_hazards(reports: tuple[Report, ...]) -> tuple[Report, ...]:
    """The reports without refusals: what is left when PyTorch refuses in one alternative of several."""
    return tuple(r for r in reports if not isinstance(r, Refused))


__all__ = [
    "ASKING",
    "NOT_ITERATED",
    "QUESTIONS",
    "READERS",
    "ClassObject",
    "augmented",
    "binary",
    "call",
    "call_instance",
    "called_as_part",
    "class_method",
    "doubtful_of",
    "dropped",
    "enter",
    "foresee",
    "foresee_part",
    "has",
    "instance_attribute",
    "instance_item",
    "instance_method",
    "is_class",
    "is_class_of_tensors",
    "is_context",
    "is_instance",
    "is_module",
    "is_named_tuple_class",
    "is_structural",
    "is_tensor_class",
    "iterate_instance",
    "keep_hazards",
    "leave",
    "length",
    "lost",
    "make_tensor",
    "member",
    "names_of_fields",
    "note_given",
    "only_reads",
    "opaque_attribute",
    "opaque_call",
    "opaque_item",
    "opaque_method",
    "prepare_instance",
    "runs_each_time",
    "same",
    "set_instance_attribute",
    "set_instance_item",
    "set_item",
    "set_tensor_attribute",
    "shuffle",
    "split",
    "star_names",
    "subscript",
    "tensor_attribute",
    "tensor_method",
    "unary",
    "unknown_tensor",
]
