"""Statements: each takes a world and says in which worlds control leaves it, and how."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn

import libcst as cst

from .. import library
from ..values import NONE, Frame, Native, Value, World
from . import names
from .assign import assign, assign_augmented
from .blocks import simple
from .branches import branches, run_if
from .definitions import run_class_definition, run_function_definition
from .deletion import run_delete
from .exceptions import run_raise, run_try
from .fields import MARK
from .flow import Flow
from .loops import run_for, run_while
from .matching import run_match
from .raising import raised
from .withs import run_with

if TYPE_CHECKING:
    from .interpreter import Interpreter


def run_expression(interp: Interpreter, node: cst.Expr) -> None:
    since = interp.machine.moment()
    value = interp.evaluate(node.value)
    interp.node = node.value
    name, on = _called(node.value), _called_on(interp, node.value)
    library.dropped(interp, value, since, guarded=bool(interp.guards), called=name, of=on)


def _called(node: cst.BaseExpression) -> str:
    """The last part of the name of what is called: ``exp`` of ``x.exp()`` and ``torch.exp(x)``."""
    match node:
        case cst.Call(func=cst.Attribute(attr=cst.Name(name)) | cst.Name(name)):
            return name
    return ""


def _called_on(interp: Interpreter, node: cst.BaseExpression) -> tuple[Value, str] | None:
    """What a name of this scope holds and the attribute of it, if any, whose method is called: ``x.part.method()``."""
    if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
        return None
    whole = node.func.value
    of, part = (whole.value, whole.attr.value) if isinstance(whole, cst.Attribute) else (whole, "")
    held = interp.world.frame.variables.get(of.value) if isinstance(of, cst.Name) else None
    return None if held is None else (held, part)


def run_assign(interp: Interpreter, node: cst.Assign) -> None:
    value = interp.evaluate(node.value)
    for target in node.targets:
        interp.node = node
        assign(interp, target.target, value)


def run_annotated(interp: Interpreter, node: cst.AnnAssign) -> None:
    if interp.world.frame.is_class and isinstance(node.target, cst.Name):
        names.bind(interp, f"{MARK}{node.target.value}", NONE)
    if node.value is not None:
        value = interp.evaluate(node.value)
        interp.node = node
        assign(interp, node.target, value)


def run_import(interp: Interpreter, node: cst.Import | cst.LazyImport) -> None:
    for alias in node.names:
        dotted = _dotted(alias.name)
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            names.bind(interp, alias.asname.name.value, Native(dotted))
        else:
            top = dotted.split(".")[0]
            names.bind(interp, top, Native(top))


def run_import_from(interp: Interpreter, node: cst.ImportFrom | cst.LazyImportFrom) -> None:
    module = "." * len(node.relative) + (_dotted(node.module) if node.module is not None else "")
    if isinstance(node.names, cst.ImportStar):
        for name in library.star_names(module):
            names.bind(interp, name, library.member(module, name))
        return
    for alias in node.names:
        name = str(alias.name.value)
        bound = name
        if alias.asname is not None and isinstance(alias.asname.name, cst.Name):
            bound = alias.asname.name.value
        names.bind(interp, bound, library.member(module, name))


def _dotted(node: cst.Attribute | cst.Name) -> str:
    if isinstance(node, cst.Name):
        return node.value
    assert isinstance(node.value, cst.Attribute | cst.Name)
    return f"{_dotted(node.value)}.{node.attr.value}"


def run_global(interp: Interpreter, node: cst.Global) -> None:
    frame = interp.world.own(interp.world.frames[-1], Frame)
    frame.globals_ |= {item.name.value for item in node.names}


def run_nonlocal(interp: Interpreter, node: cst.Nonlocal) -> None:
    frame = interp.world.own(interp.world.frames[-1], Frame)
    frame.nonlocals |= {item.name.value for item in node.names}


def run_nothing(interp: Interpreter, node: cst.CSTNode) -> None:
    """A statement without effect on values."""


def run_assert(interp: Interpreter, node: cst.Assert, world: World) -> Flow:
    """``assert``: a condition of which nothing is known is taken to hold."""
    flow, holds, fails = branches(interp, node.test, world)
    flow.normal = holds
    if not holds:
        for failed in fails:

            def act() -> NoReturn:
                if node.msg is not None:
                    interp.evaluate(node.msg)
                raise raised(interp, "AssertionError")

            flow.raised += interp.outcomes(failed, act).raised
    return flow


def run_return(interp: Interpreter, node: cst.Return, world: World) -> Flow:
    flow = interp.outcomes(world, lambda: interp.evaluate(node.value) if node.value is not None else NONE)
    flow.returned, flow.normal = flow.normal, []
    return flow


def run_break(interp: Interpreter, node: cst.Break, world: World) -> Flow:
    return Flow(broke=[world])


def run_continue(interp: Interpreter, node: cst.Continue, world: World) -> Flow:
    return Flow(continued=[world])


STATEMENTS: dict[type[cst.CSTNode], Callable[[Interpreter, Any, World], Flow]] = {
    cst.Expr: simple(run_expression),
    cst.Assign: simple(run_assign),
    cst.AnnAssign: simple(run_annotated),
    cst.AugAssign: simple(assign_augmented),
    cst.Del: simple(run_delete),
    cst.Import: simple(run_import),
    cst.ImportFrom: simple(run_import_from),
    cst.Global: simple(run_global),
    cst.Nonlocal: simple(run_nonlocal),
    cst.Pass: simple(run_nothing),
    cst.TypeAlias: simple(run_nothing),
    cst.Assert: run_assert,
    cst.Return: run_return,
    cst.Raise: run_raise,
    cst.Break: run_break,
    cst.Continue: run_continue,
    cst.FunctionDef: simple(run_function_definition),
    cst.ClassDef: simple(run_class_definition),
    cst.If: run_if,
    cst.For: run_for,
    cst.While: run_while,
    cst.With: run_with,
    cst.Try: run_try,
    cst.TryStar: run_try,
    cst.Match: run_match,
}
# Syntax newer than the oldest libcst we take.
if hasattr(cst, "LazyImport"):
    STATEMENTS[cst.LazyImport] = simple(run_import)
    STATEMENTS[cst.LazyImportFrom] = simple(run_import_from)
