"""What the uses of a path elsewhere in its scope tell: only tensors have a ``.requires_grad``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_detach.evidence import libraries
from flake8_detach.evidence.kinds import UNKNOWN, Imported, Kind, Several, Tensor, join
from flake8_detach.evidence.scopes import ClassDefinition, FunctionDefinition, Scope, Use, path_of
from flake8_detach.evidence.torch_names import (
    tensor_only_method,
    tensor_only_property,
    torch_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_detach.evidence.infer import Inference


def tensor_only(use: Use) -> bool:
    """Whether a use is one that only tensors bear."""
    if use.called:
        return tensor_only_method(use.attribute)
    return tensor_only_property(use.attribute)


def from_uses(inference: Inference, path: str, scope: Scope, known: Kind) -> Kind:
    """A better answer than Unknown, or than a list of unknown things, from the path's uses; else ``known``."""
    if known == Several(UNKNOWN):
        return _appended(inference, path, scope)
    for use in scope.uses.get(path, ()):
        if tensor_only(use) and use.attribute != "detach_":  # Pyro's traces have a detach_ as well
            return Tensor(f"used as only tensors are (.{use.attribute})", "use")
    for use in scope.uses.get(f"{path}.data", ()):
        if tensor_only(use):
            return Tensor(f"used as only tensors are (.data.{use.attribute})", "use")
    if any(
        _takes_tensor(inference, passing.call, passing.index, scope)
        for passing in scope.passings.get(path, ())
    ):
        return Tensor("an argument of a torch function that takes tensors", "use")
    return known


def from_member_uses(inference: Inference, definition: ClassDefinition, name: str) -> Kind:
    """What the uses of ``self.name`` in all methods of a class tell."""
    for scope, path in member_paths(definition, name):
        found = from_uses(inference, path, scope, UNKNOWN)
        if found != UNKNOWN:
            return found
    return UNKNOWN


def member_paths(definition: ClassDefinition, name: str) -> Iterator[tuple[Scope, str]]:
    """Every method's scope with the path under which it knows the object's attribute."""
    for method in definition.scope.definitions:
        if isinstance(method, FunctionDefinition) and method.parameters:
            yield method.scope, f"{method.parameters[0].arg}.{name}"


def _appended(inference: Inference, path: str, scope: Scope) -> Kind:
    """A list that started empty holds what was appended to it."""
    given = [
        call.args[0]
        for call in scope.calls.get("append", ())
        if len(call.args) == 1 and isinstance(call.func, ast.Attribute) and _is(call.func.value, path)
    ]
    return Several(join(inference.kind(value, scope) for value in given) if given else UNKNOWN)


def _is(node: ast.expr, path: str) -> bool:
    return path_of(node) == path


def _takes_tensor(inference: Inference, call: ast.Call, index: int | None, scope: Scope) -> bool:
    """Whether an argument of a call has to be a tensor: the first of a torch function."""
    if index != 0:
        return False
    callee = inference.kind(call.func, scope)
    return isinstance(callee, Imported) and libraries.canonical(callee.name) in torch_names().takers
