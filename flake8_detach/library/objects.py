"""Objects of imported classes, and of classes of the program that descend from them: what calling them, their methods,
attributes and items give."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Elements, Instance, Native, Ref, Runtime, Value
from . import (
    caching,
    distributions,
    exit_stacks,
    functions,
    gradients,
    holders,
    hooks,
    mappings,
    modes,
    modules,
    named_tuples,
    operators,
    optimizers,
    patterns,
    standard,
    trainers,
    transforms,
)
from .exit_stacks import leave
from .modes import enter

OBJECTS: dict[str, dict[str, Callable[[Runtime, Ref, Arguments], Value | None]]] = {
    caching.CACHED: caching.METHODS,
    exit_stacks.STACK: exit_stacks.METHODS,
    functions.CONTEXT: functions.CONTEXT_METHODS,
    hooks.HANDLE: hooks.HANDLE_METHODS,
    **holders.OBJECTS,
    **dict.fromkeys(modes.MODES, modes.METHODS),
    **patterns.OBJECTS,
    gradients.SCALER: gradients.SCALER_METHODS,
    named_tuples.NAMED_TUPLE: named_tuples.METHODS,
    named_tuples.NAMED_TUPLE_CLASS: named_tuples.CLASS_METHODS,
    **dict.fromkeys(trainers.HELPERS, trainers.HELPER_METHODS),
}
"""Methods of the objects that have no other part in the model than these, by their class."""
UNDER, CONTEXT, FUNCTION = "torch.no_grad.wrapper", "<context>", "<function>"
"""The class of a function that a grad mode was put around by a call, the mode and the function."""


def call_instance(rt: Runtime, instance: Value, arguments: Arguments) -> Value | None:
    """Call an object of an imported class, or of a class of the program that descends from one."""
    thing = rt.world.get(instance)
    if not isinstance(thing, Instance):
        return None
    if thing.cls == standard.PARTIAL:
        return standard.call_partial(rt, thing, arguments)
    if thing.cls == named_tuples.NAMED_TUPLE_CLASS and isinstance(instance, Ref):
        return named_tuples.call(rt, instance, thing, arguments)
    if thing.cls == caching.CACHED and isinstance(instance, Ref):
        return caching.call(rt, instance, arguments)
    if thing.cls == caching.MAKER:
        return caching.decorate(rt, thing, arguments)
    referred = holders.held(rt, instance, holders.REFERENCE)
    if referred is not None:
        return referred
    if thing.cls == UNDER:
        return _call_under(rt, thing, arguments)
    if thing.cls in modes.MODES and arguments.positional:
        held = {CONTEXT: instance, FUNCTION: arguments.positional[0]}
        return rt.world.add(Instance(UNDER, held))
    if transforms.is_one(thing):
        return transforms.call(rt, thing, arguments)
    if thing.cls in operators.GETTERS:
        return operators.call_getter(rt, thing, arguments)
    if modules.module_class(rt, instance) is not None:
        return modules.call_module(rt, instance, arguments)
    return None


def _call_under(rt: Runtime, made: Instance, arguments: Arguments) -> Value:
    """Call what ``torch.no_grad()(function)`` gave."""
    context = made.attributes[CONTEXT]
    _, token = enter(rt, context)
    try:
        return rt.call(made.attributes[FUNCTION], arguments)
    finally:
        leave(rt, context, token)


def instance_method(rt: Runtime, instance: Value, name: str, arguments: Arguments) -> Value | None:
    """``instance.name(...)`` where no class of the program defines it."""
    thing = rt.world.get(instance)
    methods = OBJECTS.get(thing.cls) if isinstance(thing, Instance) and isinstance(thing.cls, str) else None
    if methods is not None and isinstance(instance, Ref):
        handler = methods.get(name)
        return handler(rt, instance, arguments) if handler is not None else None
    if name in mappings.METHODS and isinstance(instance, Ref) and mappings.is_mapping(rt, instance):
        return mappings.METHODS[name](rt, instance, arguments)
    if name in named_tuples.METHODS and isinstance(instance, Ref):
        if named_tuples.NAMED_TUPLE in rt.class_names(instance):
            return named_tuples.METHODS[name](rt, instance, arguments)
    if isinstance(instance, Ref) and distributions.is_one(rt, instance):
        return distributions.method(rt, instance, name, arguments)
    if name == "__setattr__" and isinstance(instance, Ref):
        return rt.call(Native("builtins.setattr"), arguments.behind(instance))
    if optimizers.optimizer_class(rt, instance) is not None:
        return optimizers.optimizer_method(rt, instance, name, arguments)
    short = modules.module_class(rt, instance)
    if name in trainers.LIGHTNING and isinstance(instance, Ref) and trainers.is_lightning(rt, instance):
        return trainers.LIGHTNING[name](rt, instance, arguments)
    if short is not None:
        return modules.module_method(rt, instance, short, name, arguments)
    return None


def instance_attribute(rt: Runtime, instance: Value, name: str) -> Value | None:
    """``instance.name`` where neither the object nor a class of the program has it."""
    thing = rt.world.get(instance)
    short = modules.module_class(rt, instance)
    if short is not None and isinstance(instance, Ref):
        return modules.attribute(rt, instance, name)
    if isinstance(thing, Instance) and thing.cls == functions.CONTEXT and isinstance(instance, Ref):
        return functions.context_attribute(rt, instance, name)
    if isinstance(instance, Ref) and distributions.is_one(rt, instance):
        return distributions.attribute(rt, instance, name)
    if isinstance(instance, Ref) and isinstance(thing, Instance):
        return named_tuples.attribute(rt, instance, thing, name)
    return None


def set_instance_attribute(rt: Runtime, instance: Value, name: str, new: Value, weak: bool) -> Value | None:
    """``instance.name = new`` where that means more than remembering it; None where it does not."""
    if isinstance(instance, Ref) and modules.module_class(rt, instance) is not None:
        return modules.set_attribute(rt, instance, name, new, weak)
    return None


def instance_item(rt: Runtime, instance: Value, index: Value) -> Value | None:
    """``instance[index]``."""
    short = modules.module_class(rt, instance)
    return modules.item(rt, instance, short, index) if short is not None else None


def set_instance_item(rt: Runtime, instance: Value, index: Value, new: Value) -> Value | None:
    """``instance[index] = new``."""
    short = modules.module_class(rt, instance)
    if short is not None and isinstance(instance, Ref):
        modules.set_item(rt, instance, short, index, new)
    return NONE


def class_method(rt: Runtime, cls: Value, name: str, arguments: Arguments) -> Value | None:
    """``Class.name(...)`` where no class of the program defines it: of ``autograd.Function``, ``apply``."""
    if name == "apply" and functions.is_function_class(rt, cls):
        return functions.apply(rt, cls, arguments)
    if name in named_tuples.CLASS_METHODS and isinstance(cls, Ref):
        if named_tuples.NAMED_TUPLE in rt.class_names(cls):
            return named_tuples.CLASS_METHODS[name](rt, cls, arguments)
    return None


def prepare_instance(rt: Runtime, instance: Ref) -> None:
    """What an object of a class of the program has before its ``__init__`` runs."""
    if modules.module_class(rt, instance) is not None:
        modules.prepare(rt, instance)


def iterate_instance(rt: Runtime, instance: Value) -> Elements | None:
    """Iterate over an object of an imported class."""
    short = modules.module_class(rt, instance)
    return modules.iterate(rt, instance, short) if short is not None else mappings.iterate(rt, instance)
