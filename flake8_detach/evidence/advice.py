"""Codes and messages for remaining uses: what this one does, and what to write instead.

The advice is what PyTorch's maintainers give case by case: drop ``.data`` where no gradient is recorded anyway,
``.item()`` for a number, ``.detach()`` for a value, a ``torch.no_grad()`` block or ``torch.nn.init`` for a write,
``copy_`` or a new Parameter for rebinding.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from flake8_detach.evidence.torch_names import torch_names
from flake8_detach.evidence.usage import Kind, Usage

if TYPE_CHECKING:
    from flake8_detach.evidence.source_index import Site, SourceIndex

Remedy: TypeAlias = Literal[
    "drop",
    "item",
    "detach",
    "no_grad",
    "init",
    "copy_",
    "move",
    "gradient",
    "replace_gradient",
    "shape",
    "cut",
]

_CODES = {
    Kind.READ: "DET201",
    Kind.WRITE: "DET202",
    Kind.REBIND: "DET203",
    Kind.METADATA: "DET204",
    Kind.DETACH: "DET205",
}
# In-place methods that initialise, and the function of torch.nn.init which does the same under no_grad.
_INITIALISERS = {
    "normal_": "normal_", "uniform_": "uniform_", "zero_": "zeros_", "fill_": "constant_", "ones_": "ones_",
}  # fmt: skip
_NUMBERS = frozenset({"float", "int", "bool", "complex"})
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a use: ``remedy`` for a fixer, ``text`` for people."""

    remedy: Remedy
    text: str


def code(used: Usage) -> str:
    """The rule a use falls under."""
    return _CODES[used.kind]


_NEEDS_NO_PARENTHESES = (ast.Attribute, ast.Call, ast.Constant, ast.Name, ast.Subscript)
"""What an attribute can be asked of as it stands."""


def short(text: str) -> str:
    """An expression's text on one line, shortened in the middle."""
    if "\n" in text:
        text = re.sub(r"\\$|#.*", "", text, flags=re.MULTILINE)
    text = " ".join(text.split())
    half = _LONGEST // 2 - 1
    return text if len(text) <= _LONGEST else f"{text[:half]}…{text[-half:]}"


def advise(index: SourceIndex, site: Site, used: Usage) -> Advice:
    """What to write instead of a use."""
    x = short(index.segment(site.node.value))
    if not isinstance(site.node.value, _NEEDS_NO_PARENTHESES):
        x = f"({x})"
    gradient = _of_gradient(site)
    match used.kind:
        case Kind.READ:
            return _read(site, used, x, gradient)
        case Kind.WRITE:
            return _write(index, site, used, x)
        case Kind.REBIND:
            return _rebind(site, x, gradient)
        case Kind.METADATA:
            return _metadata(site, used, x)
    if is_element(site.node.value, site.around):
        return Advice(
            "cut",
            f"'{x}.detach_()' cuts '{x}' out of the graph for everyone who holds it: make a new list of what {x}.detach() gives, or write "
            f"'{x}.requires_grad_(False)' to freeze parameters",
        )
    return _detach(x, gradient, isinstance(site.node.value, ast.Call))


def is_element(receiver: ast.expr, around: Sequence[ast.AST]) -> bool:
    """Is it a name that a loop around it binds? Another tensor under that name is not in what the loop goes through."""
    return isinstance(receiver, ast.Name) and any(
        isinstance(bound, ast.Name) and bound.id == receiver.id
        for loop in around
        if isinstance(loop, ast.For | ast.AsyncFor)
        for bound in ast.walk(loop.target)
    )


def _read(site: Site, used: Usage, x: str, gradient: bool) -> Advice:
    if gradient:
        return Advice("gradient", f"'{x}.data' reads a gradient, which records none itself: use '{x}'")
    taken = used.detail.removeprefix(".")
    if taken == "detach":
        return Advice("drop", f"'{x}.data.detach()' detaches twice: write '{x}.detach()'")
    if is_detached(site.node.value):
        return Advice("drop", f"'{x}' is detached already: drop .data")
    if taken in {"item", "tolist"}:
        return Advice("item", f"'{x}.data.{taken}()' needs no .data: write '{x}.{taken}()'")
    if used.detail == "[0]" and not _is_weight(site.node.value):
        return Advice(
            "item",
            f"'{x}.data[0]' fails on a scalar: write '{x}.item()', or '{x}.detach()[0]' for an element",
        )
    if _metadata_only(taken):
        return Advice("drop", f"'{x}.data.{taken}' only asks for metadata: write '{x}.{taken}'")
    function = _called_with(site)
    if function in _NUMBERS:
        return Advice(
            "item", f"{function}({x}.data) takes a number out of a tensor: use '{x}.item()' or '{x}.detach()'"
        )
    if function.endswith("_like"):
        return Advice("drop", f"{function}({x}.data) takes only shape and type from it: drop .data")
    if used.detail == "alias":
        return Advice(
            "detach",
            f"what is bound to '{x}.data' shares its memory and hides writes from autograd: use '{x}.detach()'",
        )
    return Advice(
        "detach",
        f"'{x}.data' reads '{x}' unseen by autograd's checks: use '{x}.detach()', or '{x}' where no graph is kept",
    )


def _is_weight(receiver: ast.expr) -> bool:
    """Is it a layer's weight or bias, which is no scalar?"""
    return isinstance(receiver, ast.Attribute) and receiver.attr in ("weight", "bias")


def is_detached(receiver: ast.expr) -> bool:
    """``x.detach()``, or what only moves that: its ``.data`` is nothing more."""
    while isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Attribute):
        if receiver.func.attr == "detach":
            return True
        if receiver.func.attr not in ("clone", "contiguous", "cpu", "cuda", "to"):
            return False
        receiver = receiver.func.value
    return False


def _metadata_only(name: str) -> bool:
    what = torch_names().attributes.get(name, "")
    if name in ("item", "numpy", "tolist", "equal", "allclose", "is_nonzero", "as_subclass"):
        return False
    return what in ("value property", "value") or name.startswith("new_") or name in ("new", "type")


def _called_with(site: Site) -> str:
    """The name of the function whose argument the site is."""
    parent = site.parent
    if isinstance(parent, ast.Call) and site.node in parent.args:
        func = parent.func
        return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")
    return ""


def _of_gradient(site: Site) -> bool:
    return isinstance(site.node.value, ast.Attribute) and site.node.value.attr == "grad"


def _write(index: SourceIndex, site: Site, used: Usage, x: str) -> Advice:
    part = _part(index, site, used)
    does = {"[]": f"'{x}.data[…] = …'", "out=": f"out={x}.data"}.get(
        used.detail, f"'{x}.data{part}.{used.detail}()'"
    )
    if used.detail.endswith("=") and used.detail != "out=":
        does = f"'{x}.data {used.detail} …'"
    if isinstance(used.expression, ast.Call):
        function = short(index.segment(used.expression.func))
        does = f"{function}({x}.data{part})"
        if function.split(".")[-2:-1] == ["init"]:
            return Advice(
                "init", f"{does} needs no .data, torch.nn.init runs under no_grad: pass '{x}{part}'"
            )
    if _of_gradient(site):
        if used.detail == "zero_" and not part:
            return Advice(
                "replace_gradient", f"{does} clears a gradient: write '{x} = None' or '{x}.zero_()'"
            )
        return Advice("gradient", f"{does} writes a gradient, which needs no .data: use '{x}{part}'")
    if used.detail in _INITIALISERS and _initialises(site):
        name = _INITIALISERS[used.detail]
        rest = "" if name in ("zeros_", "ones_") else ", …"
        return Advice(
            "init", f"{does} is a write autograd cannot see: use torch.nn.init.{name}({x}{part}{rest})"
        )
    return Advice(
        "no_grad",
        f"{does} is a write autograd cannot see: write to '{x}{part}' inside 'with torch.no_grad():'",
    )


def _part(index: SourceIndex, site: Site, used: Usage) -> str:
    """What stands between the ``.data`` and what is done with it: ``[rows]``, ``.t()``."""
    if used.expression is site.node:
        return ""
    chain = [*site.around, site.node]
    at = next((k for k, node in enumerate(chain) if node is used.expression), len(chain) - 1)
    whole = next((node for node in chain[at + 1 :] if isinstance(node, ast.expr)), site.node)
    return short(index.segment(whole).removeprefix(index.segment(site.node)))


def _initialises(site: Site) -> bool:
    """Whether a site stands where weights are given their first values."""
    function = next(
        (n for n in reversed(site.around) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))), None
    )
    return function is not None and (
        function.name == "__init__" or "init" in function.name or "reset" in function.name
    )


_MOVES = frozenset(
    "to cuda cpu half float double bfloat16 int long pin_memory type type_as contiguous".split()
)


def moves(value: ast.expr | None) -> bool:
    """Whether a value is made to be on another device, of another type or in another order: a copy would undo that."""
    match value:
        case ast.Call(func=ast.Attribute(attr=name)):
            return name in _MOVES
        case ast.UnaryOp(operand=operand):
            return moves(operand)
        case ast.BinOp(left=left, right=right):
            return moves(left) or moves(right)
    return False


def _rebind(site: Site, x: str, gradient: bool) -> Advice:
    if gradient:
        return Advice("replace_gradient", f"'{x}.data = …' swaps a gradient's storage: assign '{x}' itself")
    if moves(getattr(site.parent, "value", None)):
        return Advice(
            "move",
            f"'{x}.data = …' swaps the storage of '{x}' behind autograd's back: move the module with .to(), make a new "
            "Parameter, or keep it and say why in a noqa",
        )
    return Advice(
        "copy_",
        f"'{x}.data = …' swaps the storage of '{x}' behind autograd's back: copy the values with '{x}.copy_(…)' inside "
        "'with torch.no_grad():', or make a new Parameter; keep a wanted swap and say why in a noqa",
    )


_RESIZES = frozenset(
    ["resize_", "resize_as_", "sparse_resize_", "sparse_resize_and_clear_", "resize_as_sparse_"]
)
"""What PyTorch refuses on a tensor that requires grad, under no_grad as well."""
_IN_PLACE_ONLY = frozenset(["set_", "as_strided_"])


def _metadata(site: Site, used: Usage, x: str) -> Advice:
    alias = f"{x}.data" if site.node.attr == "data" else f"{x}.detach()"
    lost = f"'{alias}.{used.detail}()' changes only the temporary alias, '{x}' stays as it was: "
    if used.detail in _RESIZES:
        return Advice(
            "shape",
            f"{lost}call '{x}.{used.detail}()' where '{x}' needs no gradient, or make a new tensor or Parameter of that size",
        )
    if used.detail in _IN_PLACE_ONLY:
        return Advice("shape", f"{lost}call '{x}.{used.detail}()' inside 'with torch.no_grad():'")
    return Advice("shape", f"{lost}write '{x} = {x}.{used.detail[:-1]}(…)'")


def _detach(x: str, gradient: bool, given: bool) -> Advice:
    if gradient:
        return Advice(
            "replace_gradient", f"'{x}.detach_()' is the old way to forget a gradient: write '{x} = None'"
        )
    if given:
        return Advice(
            "cut",
            f"'{x}.detach_()' cuts what the call gives out of the graph for everyone who holds it: write '{x}.detach()'",
        )
    return Advice(
        "cut",
        f"'{x}.detach_()' cuts '{x}' out of the graph for everyone who holds it: write '{x} = {x}.detach()', or "
        f"'{x}.requires_grad_(False)' to freeze a parameter",
    )
