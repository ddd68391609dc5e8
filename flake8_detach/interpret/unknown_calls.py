"""Calls whose inside cannot be seen: what they may give, and what they may do to what they are given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .. import library
from ..autograd import Grad, TensorId
from ..values import Arguments, Items, Opaque, Ref, Value, options
from . import lazy
from .escape import escape, may_be_reset

if TYPE_CHECKING:
    from .interpreter import Interpreter


def unknown_call(
    interp: Interpreter,
    label: str,
    arguments: Arguments,
    layer: bool = False,
    *,
    proved: bool = True,
    looked: bool = True,
    changes: bool = True,
) -> Value:
    """The result of a call whose inside cannot be seen: it may depend on its direct tensor arguments."""
    lazy.consumed(interp, arguments)
    inputs = interp.tensors_in(arguments.every())
    escape(interp.world, arguments.every())
    if label == "shuffle":
        library.shuffle(interp, arguments)
    elif changes and label not in library.READERS:
        may_be_reset(interp, arguments.every())
    if not inputs:
        return interp.world.opaque(label)
    if changes and not layer and label not in library.READERS:
        # What is in a list or an object that is given as well may bring a history, too.
        beside = any(isinstance(value, Ref) for value in arguments.every())
        interp.machine.doubt_constants(inputs, beside=beside)
    # What is called as a module is need not have parameters of its own (a transform), and not even be a module.
    needs = [interp.machine.requires_grad(t) for t in inputs]
    through = layer and any(need is Grad.YES or (proved and need is Grad.MAYBE) for need in needs)
    grad = Grad.YES if through else Grad.MAYBE
    doubtful = library.doubtful_of(interp, arguments.every()) if layer else {}
    tensor = interp.machine.apply_unknown(
        interp.site, label, inputs, grad, layer=layer, looked=looked, doubtful=doubtful
    )
    return interp.world.opaque(label, tensor)


def tensors_in(interp: Interpreter, values: Sequence[Value], deep: bool = True) -> list[TensorId]:
    """The tensors that are, or may be, among `values`, those in their lists as well."""
    found: list[TensorId] = []
    for value in values:
        for choice in options(value):
            thing = interp.world.get(choice)
            if isinstance(thing, Items) and deep:
                found += interp.tensors_in(thing.any(), deep=False)
            elif not isinstance(thing, Opaque) or not thing.attributes or thing.shown:
                tensor = interp.world.shadow(choice, interp.site)
                if tensor is not None:
                    found.append(tensor)
    return found
