"""``torch.utils.checkpoint``: what runs in it is run again by backward, which keeps only what goes in."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Runtime, Value
from .kinds import tensors_of
from .several import one_by_one

OWN = frozenset(
    {"use_reentrant", "context_fn", "determinism_check", "debug", "early_stop", "preserve_rng_state"}
)
"""The keywords that are not handed on to the function."""


def _checkpoint(rt: Runtime, arguments: Arguments) -> Value | None:
    """``checkpoint(function, *args, use_reentrant=None, …)``; without the keyword it is the reentrant variant."""
    places = [*range(1, len(arguments.positional)), *(k for k in arguments.keywords if k not in OWN)]
    return one_by_one(rt, "checkpoint", arguments, places, lambda given: _checkpointed(rt, given))


def _checkpointed(rt: Runtime, arguments: Arguments) -> Value | None:
    if not arguments.positional:
        return None
    function, *given = arguments.positional
    keywords = {k: v for k, v in arguments.keywords.items() if k not in OWN}
    flag = arguments.keywords.get("use_reentrant")
    reentrant = flag is None or flag == NONE or rt.truth(flag) is True
    passed = Arguments(tuple(given), keywords, arguments.rest)
    return _run(rt, lambda: rt.call(function, passed), [*given, *keywords.values()], reentrant)


def _run(rt: Runtime, run: Callable[[], Value], given: list[Value], reentrant: bool) -> Value:
    since = rt.machine.moment()
    output = run()
    inputs = [t for value in given for t in tensors_of(rt, value, sure_only=True)]
    results = tensors_of(rt, output)
    rt.machine.checkpoint(
        rt.site, "checkpoint", since=since, inputs=inputs, results=results, reentrant=reentrant
    )
    return output


def _sequential(rt: Runtime, arguments: Arguments) -> Value | None:
    """``checkpoint_sequential(functions, segments, input)``: how it is cut up does not matter here."""
    functions, given = arguments.get(0, "functions"), arguments.get(2, "input")
    if functions is None or given is None:
        return None

    def run() -> Value:
        value = given
        for function in rt.elements(functions).values:
            value = rt.call(function, Arguments((value,)))
        return value

    flag = arguments.keywords.get("use_reentrant")
    return _run(rt, run, [given], flag is None or flag == NONE or rt.truth(flag) is True)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.utils.checkpoint.checkpoint": _checkpoint,
    "torch.utils.checkpoint.checkpoint_sequential": lambda rt, arguments: one_by_one(
        rt, "checkpoint", arguments, (2, "input"), lambda given: _sequential(rt, given)
    ),
}
