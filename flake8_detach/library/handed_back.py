"""Functions that hand back what they are given: a type said for a checker of types, a function or module compiled.

``torch.compile(net)`` is a module around `net` that shares all of it; here it is `net`, under whatever name.
"""

from __future__ import annotations

from collections.abc import Callable

from ..values import Arguments, Native, Runtime, Value

AT: dict[str, tuple[int, str]] = {
    "asyncio.run": (0, "main"),
    "asyncio.shield": (0, "arg"),
    "asyncio.wait_for": (0, "fut"),
    "builtins.reveal_type": (0, "obj"),
    "functools.update_wrapper": (0, "wrapper"),
    "torch.compile": (0, "model"),
    "torch.compiler.allow_in_graph": (0, "fn"),
    "torch.compiler.disable": (0, "fn"),
    "torch.jit.export": (0, "fn"),
    "torch.jit.ignore": (0, "drop"),
    "torch.jit.script": (0, "obj"),
    "torch.jit.script_if_tracing": (0, "fn"),
    "torch.jit.trace": (0, "func"),
    "torch.jit.unused": (0, "fn"),
    "typing.assert_type": (0, "val"),
    "typing.cast": (1, "val"),
    "typing.final": (0, "f"),
    "typing.no_type_check": (0, "arg"),
    "typing.override": (0, "arg"),
    "typing.reveal_type": (0, "obj"),
    "typing.runtime_checkable": (0, "cls"),
    "weakref.proxy": (0, "object"),
}
"""Where what they hand back stands among their arguments, and by which name."""
MAKERS = frozenset({"torch.compile", "torch.compiler.disable"})
"""Called with settings only, they give a decorator."""


def _handed_back(name: str) -> Callable[[Runtime, Arguments], Value | None]:
    place = AT[name]

    def run(rt: Runtime, arguments: Arguments) -> Value | None:
        value = arguments.get(*place)
        return Native(name) if value is None and name in MAKERS else value

    return run


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    **{name: _handed_back(name) for name in AT},
    "functools.wraps": lambda rt, arguments: Native("functools.update_wrapper"),
}
