"""From the runs of a program to its verdict. Needs PyTorch, and a process in which no backward ran yet."""

from __future__ import annotations

import copy
import functools
import gc
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes

from .fork import ForkError, in_fork
from .run import Mode, RunResult, execute
from .statements import code_lines
from .verdict import SEVERITY, Backward, LineClass, Verdict

if TYPE_CHECKING:
    from .saved import BackwardCall

TIMEOUT = 30.0
_LIBRARY_KINDS = {"optim", "module"}


@functools.cache
def warm_up() -> None:
    """Import now what PyTorch imports at first use, so that the forks need not. No backward may run before a fork."""

    class Passing(TorchDispatchMode):  # type: ignore[no-untyped-call]
        def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
            return func(*args, **(kwargs or {}))

    torch.set_num_threads(1)
    with Passing():  # type: ignore[no-untyped-call]
        value = torch.ones(3) + 1
        with _disable_current_modes():
            value.clone()
    for optimizer in (torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW, torch.optim.RMSprop):
        parameter = torch.nn.Parameter(torch.ones(2))
        parameter.grad = torch.ones(2)
        optimizer([parameter], lr=0.1).step()
    torch.nn.utils.clip_grad_norm_([parameter], 1.0)
    copy.deepcopy(torch.nn.Linear(2, 2))
    repr(parameter)
    gc.collect()
    gc.freeze()


def judge(source: str, filename: str = "program.py", timeout: float = TIMEOUT) -> Verdict:
    """Run a program several times, each in a fork, and say what its writes did. See the package's docstring."""
    try:
        compile(source, filename, "exec")
    except SyntaxError as error:
        return Verdict(status="syntax", detail=str(error))
    warm_up()

    def run(mode: Mode, restore: frozenset[int] = frozenset()) -> RunResult:
        return in_fork(lambda: execute(source, filename, mode, restore), timeout)

    try:
        plain, trace, writes = run("plain"), run("trace"), run("writes")
        silent = {
            line
            for line in sorted(_changed_unnoticed(trace.calls))
            if not _same_gradients(trace.calls, run("trace", frozenset({line})).calls)
        }
    except ForkError as failure:
        return Verdict(status=failure.status, detail=failure.detail)
    via = {
        line: trace.via.get(line, set()) | writes.via.get(line, set()) for line in {*trace.via, *writes.via}
    }
    lines = _classes(trace, writes, silent)
    return Verdict(
        status="ok",
        faithful=_faithful(plain, trace),
        lines=dict(sorted(lines.items())),
        outcome=plain.outcome,
        backwards=tuple(Backward(call.line, call.error) for call in plain.calls),
        refusals=tuple(dict.fromkeys(trace.refusals)),
        library=frozenset(
            line for line in lines if line in writes.kinds and writes.kinds[line] <= _LIBRARY_KINDS
        ),
        graph=frozenset(writes.graph & set(lines)),
        via={line: tuple(sorted(via[line])) for line in sorted(lines) if via.get(line)},
        unexecuted=code_lines(source) - trace.executed,
    )


def _changed_unnoticed(calls: list[BackwardCall]) -> set[int]:
    return {line for call in calls if call.error is None for line in call.changed_by}


def _classes(trace: RunResult, writes: RunResult, silent: set[int]) -> dict[int, LineClass]:
    """The worst thing each line did."""
    lines: dict[int, LineClass] = {}

    def put(line: int, found: LineClass) -> None:
        if (line and SEVERITY[found] > SEVERITY.get(lines.get(line, "harmless"), 0)) or line not in lines:
            lines[line] = found

    for line, kinds in writes.kinds.items():
        if kinds - _LIBRARY_KINDS:
            put(line, "harmless")
    for call in trace.calls:
        if call.error in ("inplace-modified", "detached-inplace"):
            for line in call.cut_by | call.bumped_by:
                put(line, "error")
            for line in call.changed_before_error | call.changed_by:
                put(line, "latent")
    for line in _changed_unnoticed(trace.calls):
        put(line, "silent" if line in silent else "latent")
    # A write of values equal to the old ones, to a saved tensor which a backward used, is right by luck.
    for call in writes.calls:
        for line in call.touched_by:
            if lines.get(line) == "harmless":
                put(line, "latent")
    lines.pop(0, None)
    return lines


def _faithful(plain: RunResult, trace: RunResult) -> bool:
    """Whether the watched run did what the plain run did."""
    one, other = plain.outcome, trace.outcome
    same_line = one.line == other.line or (one.kind == "inplace-modified" and other.line in one.stack)
    same_end = one.ok == other.ok and one.kind == other.kind and same_line
    same_calls = [(call.line, call.error) for call in plain.calls] == [
        (call.line, call.error) for call in trace.calls
    ]
    # After a backward that raised, what was already accumulated may differ, and with it what is printed.
    raised = any(call.error for call in plain.calls)
    same_output = raised or plain.output == trace.output
    return (
        same_end and same_calls and same_output and _same_gradients(_until_error(plain), _until_error(trace))
    )


def _until_error(run: RunResult) -> list[BackwardCall]:
    calls = []
    for call in run.calls:
        if call.error:
            break
        calls.append(call)
    return calls


def _same_gradients(some: list[BackwardCall], others: list[BackwardCall]) -> bool:
    if len(some) != len(others):
        return False
    return all(
        one.error == other.error and _same_arrays(one.gradients or [], other.gradients or [])
        for one, other in zip(some, others, strict=True)
    )


def _same_arrays(some: list[object], others: list[object]) -> bool:
    if len(some) != len(others):
        return False
    for one, other in zip(some, others, strict=True):
        if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray):
            if one is not other:
                return False
        elif one.shape != other.shape or not np.allclose(one, other, rtol=1e-5, atol=1e-9, equal_nan=True):
            return False
    return True
