"""Methods without a body: what they do is said by classes that override them, perhaps in other files.

A method that does nothing is nearly always a place for others. Called on an object whose class is known exactly it gives
None; called on what may be an object of a descendant, as ``self`` is, it gives what nobody sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from ..values import Arguments, ClassObject, Frame, Function, Instance

if TYPE_CHECKING:
    from .interpreter import Interpreter


def is_left_to_others(interp: Interpreter, function: Function, arguments: Arguments) -> bool:
    """Is it a method without a body, called on what may override it? `arguments` has the receiver first."""
    code = function.code
    frame = interp.world.heap.get(function.frame) if function.frame is not None else None
    if not (isinstance(frame, Frame) and frame.is_class):
        return False
    bare = interp.remembered.bodiless.get(code)
    if bare is None:
        bare = interp.remembered.bodiless[code] = _is_bodiless(code.name, code.node)
    if not bare:
        return False
    receiver = arguments.positional[0] if function.owner is not None and arguments.positional else None
    thing = interp.world.get(receiver) if receiver is not None else None
    return thing is None or isinstance(thing, ClassObject) or (isinstance(thing, Instance) and thing.open)


def _is_bodiless(name: str, node: cst.CSTNode) -> bool:
    """Is there nothing but a docstring, ``pass`` or ``...``? Of Python's own methods each has a meaning when it is empty."""
    own = name.startswith("__") and name.endswith("__") and name != "__call__"
    if own or not isinstance(node, cst.FunctionDef):
        return False
    lines = node.body.body
    rows = [line.body if isinstance(line, cst.SimpleStatementLine) else [line] for line in lines]
    return all(_is_nothing(small) for row in rows for small in row)


def _is_nothing(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Expr):
        return isinstance(node.value, cst.SimpleString | cst.ConcatenatedString | cst.Ellipsis)
    return isinstance(node, cst.Pass)
