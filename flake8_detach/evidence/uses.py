"""What the uses of a path elsewhere in its scope tell: only tensors have a ``.requires_grad``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_detach.evidence import libraries
from flake8_detach.evidence.bindings import Stretch, path_of, start_of
from flake8_detach.evidence.kinds import UNKNOWN, Imported, Kind, Several, Table, Tensor, iterated, join
from flake8_detach.evidence.scopes import FunctionDefinition
from flake8_detach.evidence.torch_names import (
    tensor_only_method,
    tensor_only_property,
    torch_names,
)
from flake8_detach.evidence.usage import in_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_detach.evidence.bindings import Binding, Passing, Position, Use
    from flake8_detach.evidence.infer import Inference
    from flake8_detach.evidence.scopes import ClassDefinition, Scope


def tensor_only(use: Use) -> bool:
    """Whether a use is one that only tensors bear."""
    if use.called:
        return tensor_only_method(use.attribute)
    return tensor_only_property(use.attribute)


def from_uses(inference: Inference, path: str, scope: Scope, known: Kind, position: Position | None) -> Kind:
    """A better answer than Unknown, or than a list of unknown things, from the path's uses; else ``known``.

    With a position, only uses count that see the value which is there.
    """
    if isinstance(known, Several):
        return _appended(inference, path, scope, known)
    if isinstance(known, Table):
        return _filled(inference, path, scope, known)
    where = reach(path, scope, position)
    seen = [use for use in scope.uses.get(path, ()) if where.holds(start_of(use.node))]
    telling = [use for use in seen if tensor_only(use) and use.attribute != "detach_"]
    of_data = [use for use in scope.uses.get(f"{path}.data", ()) if where.holds(start_of(use.node))]
    for use in telling:
        if telling_alone(use.attribute):
            return Tensor(f"used as only tensors are (.{use.attribute})", "use")
    for use in of_data:
        if tensor_only(use) and telling_alone(use.attribute):
            return Tensor(f"used as only tensors are (.data.{use.attribute})", "use")
    names = {use.attribute for use in telling}
    enough = 1 if scope.index.imports_torch else 2  # others may have a clone() or a dim() as well
    if len(names) >= enough and not any(foreign(use) for use in seen):
        return Tensor(f"used as only tensors are (.{telling[0].attribute})", "use")
    for passing in scope.passings.get(path, ()):
        if where.holds(start_of(passing.call)) and _takes_tensor(inference, passing, scope):
            return Tensor("an argument of a torch function that takes tensors", "use")
    return known


def telling_alone(attribute: str) -> bool:
    """Whether one use of a tensor-only name is enough, whatever else is done: in-place methods and gradients."""
    return (
        in_place(attribute) or "grad" in attribute or attribute == "backward" or attribute.startswith("new_")
    )


def foreign(use: Use) -> bool:
    """Whether a use is one that no tensor bears: of an attribute it has not, or the comparison or an item of a method."""
    name = use.attribute
    what = torch_names().attributes.get(name)
    if what is not None:
        return use.compared and not what.endswith("property")
    hung = name.startswith("_") or name in libraries.HUNG_ON_PARAMETERS
    return isinstance(use.node.ctx, ast.Load) and not hung


def tensors_have(inference: Inference, attribute: str, scope: Scope) -> bool:
    """Whether something here that is known to be a tensor has an attribute that is none of PyTorch's: a library put it on all."""
    nodes = (use.node for seen in scope.uses.values() for use in seen if use.attribute == attribute)
    kinds = (inference.kind(node.value, scope) for node in nodes)
    return any(isinstance(kind, Tensor) and not kind.likely for kind in kinds)


def from_siblings(inference: Inference, binding: Binding, scope: Scope) -> Kind:
    """What the variables of other loops over the same thing tell of this one."""
    path = path_of(binding.source)
    if path is None:
        return UNKNOWN
    for bindings in scope.bindings.values():
        for other in bindings:
            same = other.form == "element" and other is not binding and other.unpack == binding.unpack
            if same and path_of(other.source) == path:
                found = from_uses(inference, other.path, scope, UNKNOWN, other.position)
                if found != UNKNOWN:
                    return found
    return UNKNOWN


def reach(path: str, scope: Scope, position: Position | None) -> Stretch:
    """From the assignment that surely made the value at a position to the one that surely replaces it."""
    start, end = (0, 0), (1 << 30, 0)
    if position is not None:
        for binding in scope.bindings.get(path, ()):
            if binding.form == "augmented" or not (binding.block is None or binding.block.holds(position)):
                continue
            if binding.position <= position:
                start = max(start, binding.position)
            else:
                end = min(end, binding.position)
    return Stretch(start, end)


def from_member_uses(inference: Inference, definition: ClassDefinition, name: str, known: Kind) -> Kind:
    """The same for ``self.name`` in all methods of a class."""
    for scope, path in member_paths(definition, name):
        found = from_uses(inference, path, scope, known, None)
        if found != known:
            return found
    return known


def member_paths(definition: ClassDefinition, name: str) -> Iterator[tuple[Scope, str]]:
    """Every method's scope with the path under which it knows the object's attribute."""
    for method in definition.scope.definitions:
        if isinstance(method, FunctionDefinition) and method.parameters:
            yield method.scope, f"{method.parameters[0].arg}.{name}"


def _appended(inference: Inference, path: str, scope: Scope, known: Several) -> Kind:
    """A list or a set that started empty holds what was put into it."""
    held = [known.element]
    for method, argument in _PUT.items():
        for call in scope.calls.get(method, ()):
            if len(call.args) == argument + 1 and isinstance(call.func, ast.Attribute):
                if path_of(call.func.value) == path:
                    given = inference.kind(call.args[argument], scope)
                    held.append(iterated(given) if method in ("extend", "update") else given)
    return Several(join(held))


_PUT = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "extend": 0, "update": 0}
"""The methods that put something, or all of something, into a list or a set, with which argument that is."""


def _filled(inference: Inference, path: str, scope: Scope, known: Table) -> Kind:
    """A mapping that started empty holds what was stored in it, where all of that is known."""
    stored = [
        inference.bound(binding, scope)
        for part, bindings in scope.bindings.items()
        if part.startswith(f"{path}[") and part.find("]", len(path)) == len(part) - 1
        for binding in bindings
    ]
    return Table(join(stored)) if stored and UNKNOWN not in stored else known


def _takes_tensor(inference: Inference, passing: Passing, scope: Scope) -> bool:
    """Whether an argument of a call has to be a tensor: the first of a torch function."""
    if passing.index != 0:
        return False
    callee = inference.kind(passing.call.func, scope)
    return isinstance(callee, Imported) and libraries.canonical(callee.name) in torch_names().takers
