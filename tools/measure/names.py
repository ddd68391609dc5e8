"""The public names of PyTorch's operations, and what they lead to."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional

from .words import Word

NAMESPACES = ("torch", "torch.nn.functional", "torch.linalg", "torch.special", "torch.fft", "torch.nn.init")


def resolve(name: str) -> Any:
    """The object behind a qualified name (`Tensor.x` is torch.Tensor's); None when there is none."""
    parts = name.split(".")
    found: Any = torch.Tensor if parts[0] == "Tensor" else torch
    for part in parts[1:]:
        found = getattr(found, part, None)
    return found


def functions(namespace: str) -> list[str]:
    """The qualified names of a namespace's public functions."""
    module = resolve(namespace)
    found = []
    for name in dir(module):
        value = getattr(module, name)
        if name.startswith("_") and not name.startswith("_foreach_"):
            continue
        if isinstance(value, (types.FunctionType, types.BuiltinFunctionType)) and _at_home(value):
            found.append(f"{namespace}.{name}")
    return found


def _at_home(value: Callable[..., Any]) -> bool:
    """A namespace also holds what it imported: leave out decorators, helpers of typing and the like."""
    module = getattr(value, "__module__", None) or "torch"
    return (
        module.startswith("torch")
        and not module.startswith(
            (
                "torch.overrides",
                "torch._jit_internal",
                "torch._tensor_str",
                "torch.compiler",
                "torch._compile",
                "torch._higher",
            )
        )
    ) or inspect.isbuiltin(value)


def python_words(function: Callable[..., Any]) -> list[Word] | None:
    """The parameters of a function written in Python."""
    function = inspect.unwrap(function)
    closure = inspect.getclosurevars(function).nonlocals if inspect.isfunction(function) else {}
    if "if_false" in closure:  # torch._jit_internal.boolean_dispatch: max_pool2d and its like
        function = closure["if_false"]
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    try:
        hints = typing.get_type_hints(function)
    except (NameError, TypeError):
        hints = {}
    words = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.VAR_KEYWORD:
            continue
        default = None if parameter.default is parameter.empty else parameter.default
        words.append(
            Word(
                name=parameter.name,
                letters=annotation_letters(hints.get(parameter.name), default),
                optional=parameter.default is not parameter.empty
                or parameter.kind is parameter.VAR_POSITIONAL,
                default=default if isinstance(default, (bool, int, float, str)) else None,
                keyword_only=parameter.kind is parameter.KEYWORD_ONLY,
                variadic=parameter.kind is parameter.VAR_POSITIONAL,
            )
        )
    return words


SIMPLE: dict[object, str] = {bool: "b", int: "i", float: "n", str: "s", type(None): "0", torch.Tensor: "t"}


def annotation_letters(hint: object, default: object) -> str:
    """The kinds an annotation allows, in the file's letters; `a` when it does not say."""
    origin = typing.get_origin(hint)
    if isinstance(hint, type) and hint in SIMPLE:
        return SIMPLE[hint]
    if origin in (typing.Union, types.UnionType):
        letters = "".join(dict.fromkeys("".join(annotation_letters(h, None) for h in typing.get_args(hint))))
        return "a" if "a" in letters else letters
    if origin in (list, tuple):
        inner = typing.get_args(hint)
        return "L" if torch.Tensor in inner else "I"
    if hint is None and isinstance(default, bool):
        return "b"
    return "a"


def public(name: str) -> list[str]:
    """The public names of a built-in function: those of torch._C._nn are in torch.nn.functional, some renamed."""
    function = resolve(name)
    if not inspect.isbuiltin(function) and type(function).__name__ != "method_descriptor":
        return []  # a function in Python stands in front of it
    if not name.startswith("torch._C._nn."):
        return [name]
    module = torch.nn.functional
    return [
        f"torch.nn.functional.{n}"
        for n in dir(module)
        if getattr(module, n) is function and not n.startswith("_")
    ]


def may_be_tried(name: str, function: Callable[..., Any]) -> bool:
    """Is it safe to call with made-up arguments? Much of `torch.` itself sets global state."""
    home = getattr(function, "__module__", None)
    return name.rpartition(".")[0] != "torch" or home == "torch.functional" or name.startswith("torch.is_")
