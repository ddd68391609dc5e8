"""Attributes that an object has by a call, not by an assignment."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_detach.evidence.bindings import path_of, start_of
from flake8_detach.evidence.kinds import Kind, Tensor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_detach.evidence.infer import Inference
    from flake8_detach.evidence.scopes import Scope


def registered(inference: Inference, scope: Scope, me: str, name: str) -> Iterator[Kind]:
    """What a method stores under a name by a call: ``register_buffer``, ``setattr``, all its variables at once."""
    for method in ("register_buffer", "register_parameter", "add_module", "register_module", "__setattr__"):
        for call in scope.calls.get(method, ()):
            if not (isinstance(call.func, ast.Attribute) and path_of(call.func.value) == me):
                continue
            if call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value == name:
                if method in ("register_buffer", "register_parameter"):
                    yield Tensor(f"what {method}() registered")
                elif len(call.args) > 1:
                    yield inference.kind(call.args[1], scope)
    for call in scope.calls.get("setattr", ()):
        match call.args:
            case [target, ast.Constant(value), given] if value == name and path_of(target) == me:
                yield inference.kind(given, scope)
    for call in scope.calls.get("update", ()):
        match call:
            case ast.Call(ast.Attribute(updated), [ast.Call(ast.Name("locals"), [])]) if (
                path_of(updated) == f"{me}.__dict__" and name in scope.bindings
            ):
                yield inference.name(name, scope, start_of(call))
