"""``torch.nn`` modules: making one, calling one, and its methods and attributes.

`module_state` is what a module holds, `module_tree` the walks, `layers` the measured layers, `containers` those that
hold others; `module_hooks` and `module_methods` are what all of them have.
"""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Grad
from ..values import (
    NONE,
    Arguments,
    Const,
    Elements,
    Instance,
    Ref,
    Runtime,
    Value,
)
from . import containers, layers, module_hooks, normed, stacks, wrappers
from .kinds import tensors_of
from .module_methods import METHODS
from .module_state import (
    MODULE,
    TRAINING,
    WRAPPERS,
    assign,
    lookup,
    module_class,
    prepare,
)
from .module_tree import named_parameters

SHAPES = frozenset({"Flatten"})
"""Modules that call the method of their name, of whose result more can be said (torch/nn/modules/flatten.py)."""


def construct(rt: Runtime, short: str, arguments: Arguments) -> Value:
    """``torch.nn.Short(...)``."""
    instance = rt.world.add(Instance(f"torch.nn.{short}"))
    prepare(rt, instance)
    initialise(rt, instance, short, arguments)
    return instance


def initialise(rt: Runtime, module: Ref, short: str, arguments: Arguments) -> None:
    """Run ``torch.nn.Short.__init__``."""
    if short in containers.CONTAINERS:
        containers.fill(rt, module, short, arguments)
    elif short in wrappers.NAMES:
        wrappers.initialise(rt, module, short, arguments)
    elif short in stacks.NAMES:
        stacks.initialise(rt, module, short, arguments)
    elif short != "Module":
        layers.initialise(rt, module, short, arguments)


# -- calling


def call_module(rt: Runtime, module: Value, arguments: Arguments) -> Value | None:
    """``module(...)``: the forward pre-hooks, ``forward``, the forward hooks."""
    normed.recompute(rt, module)
    arguments = module_hooks.before(rt, module, arguments)
    arguments, token = module_hooks.watch_inputs(rt, module, arguments)
    output = rt.method(module, "forward", arguments)
    normed.forget(rt, module)
    output = module_hooks.after(rt, module, arguments, output)
    return module_hooks.watch_output(rt, module, output, token)


def forward(rt: Runtime, module: Value, short: str, arguments: Arguments) -> Value | None:
    """The ``forward`` of a ``torch.nn`` class."""
    if short in wrappers.NAMES:
        return wrappers.forward(rt, module, arguments)
    if short == "Identity" and arguments.positional:
        return arguments.positional[0]
    if short == "Sequential" and arguments.positional:
        return containers.run_sequential(rt, module, arguments.positional[0])
    if short in SHAPES and arguments.positional:
        return rt.method(arguments.positional[0], short.lower(), Arguments((Const(1),)))
    of = stacks if short in stacks.NAMES else layers
    found = of.forward(rt, module, short, arguments)
    return found if found is not None else _unknown_forward(rt, module, short, arguments)


def _unknown_forward(rt: Runtime, module: Value, short: str, arguments: Arguments) -> Value:
    inputs = tensors_of(rt, rt.sequence("tuple", arguments.positional))
    own = [t for _, t in named_parameters(rt, module)]
    result = rt.machine.apply_unknown(rt.site, short, [*inputs, *own[:4]], Grad.MAYBE)
    return rt.world.opaque(short, result)


# -- methods and attributes


def module_method(rt: Runtime, module: Value, short: str, name: str, arguments: Arguments) -> Value | None:
    """``module.name(...)`` where no class of the program defines it."""
    if not isinstance(module, Ref):
        return None
    if name == "__init__":
        prepare(rt, module)
        initialise(rt, module, short, arguments)
        return NONE
    held = lookup(rt, module, name)
    if held is not None:
        return rt.call(held, arguments)
    if name == "forward":
        return forward(rt, module, short, arguments)
    if name == "__call__":
        return call_module(rt, module, arguments)
    if name in SPECIAL:
        first = arguments.get(0)
        return SPECIAL[name](rt, module, short, first) if first is not None else None
    if short in containers.CONTAINERS and name in containers.METHODS:
        return containers.METHODS[name](rt, module, short, arguments)
    if short in wrappers.NAMES and name in wrappers.METHODS:
        return wrappers.METHODS[name](rt, module, arguments)
    handler = METHODS.get(name)
    return handler(rt, module, arguments) if handler is not None else None


def attribute(rt: Runtime, module: Ref, name: str) -> Value | None:
    """``module.name`` where neither the object nor a class of the program has it; None for a method."""
    thing = rt.world.get(module)
    assert isinstance(thing, Instance)
    if name == "training":
        return thing.attributes.get(TRAINING)
    held = normed.read(rt, module, name) or lookup(rt, module, name)
    if held is not None:
        return held
    if isinstance(thing.cls, int) or name in METHODS or name in ("forward", "__call__", "__init__"):
        return None
    if name in containers.METHODS or name in wrappers.METHODS:
        return None
    found = thing.attributes.get(name)
    if found is None:
        # a size, a stride: the same at every reading
        found = layers.option(rt, module, name) or rt.world.opaque(name)
        rt.world.own(module.id, Instance).attributes[name] = found
    return found


def set_attribute(rt: Runtime, module: Ref, name: str, new: Value, weak: bool) -> Value | None:
    """``module.name = new``; None where it is a plain attribute."""
    if name == "training":
        rt.world.own(module.id, Instance).attributes[TRAINING] = new
        return NONE
    return NONE if assign(rt, module, name, new, weak) else None


def _named(rt: Runtime, module: Value, short: str, name: Value) -> Value | None:
    """``module.__getattr__(name)``."""
    return lookup(rt, module, name.value) if isinstance(name, Const) and isinstance(name.value, str) else None


# -- containers as sequences


def iterate(rt: Runtime, module: Value, short: str) -> Elements | None:
    """Iterating over a container module."""
    return containers.iterate(rt, module, short) if short in containers.CONTAINERS else None


def item(rt: Runtime, module: Value, short: str, index: Value) -> Value | None:
    """``container[index]``."""
    return containers.item(rt, module, short, index) if short in containers.CONTAINERS else None


SPECIAL: dict[str, Callable[[Runtime, Value, str, Value], Value | None]] = {
    "__getattr__": _named,
    "__getitem__": item,
}
"""Special methods called by their names, with one argument."""


def combined(rt: Runtime, symbol: str, left: Value, right: Value) -> Value | None:
    """``Sequential(…) + Sequential(…)``, ``ModuleList(…) + [layer]``, ``Sequential(…) * 2``; None where no list of
    modules stands on the left."""
    short = module_class(rt, left)
    return containers.combined(rt, symbol, left, right, short) if short in containers.LISTS else None


def extended(rt: Runtime, symbol: str, module: Value, by: Value) -> Value | None:
    """``module_list += [layer]`` puts the layers into the list; None where no list of modules stands on the left."""
    short = module_class(rt, module)
    if symbol != "+" or short not in containers.LISTS or not isinstance(module, Ref):
        return None
    return containers.METHODS["extend"](rt, module, short, Arguments((by,)))


def set_item(rt: Runtime, module: Ref, short: str, index: Value, new: Value) -> None:
    """``container[index] = new``."""
    if short in containers.CONTAINERS:
        containers.set_item(rt, module, short, index, new)


__all__ = [
    "MODULE",
    "WRAPPERS",
    "attribute",
    "call_module",
    "combined",
    "construct",
    "extended",
    "forward",
    "item",
    "iterate",
    "module_class",
    "module_method",
    "prepare",
    "set_attribute",
    "set_item",
]
