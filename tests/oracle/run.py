"""One execution of a program, in a process of its own."""

from __future__ import annotations

import contextlib
import io
import random
import sys
import traceback
import types
import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from .clock import LineClock
from .engine import Engine
from .saved import BackwardCall, SavedTensors
from .threads import at_once
from .verdict import ErrorKind, Outcome, error_kind
from .writes import WriteLog, WriteMode, patch_sharing

Mode = Literal["plain", "trace", "writes"]


@dataclass(frozen=True, slots=True)
class RunResult:
    """What one execution showed."""

    outcome: Outcome
    calls: list[BackwardCall]
    output: str
    kinds: dict[int, set[str]]
    graph: set[int]
    via: dict[int, set[int]]
    executed: set[int]
    refusals: list[tuple[int, ErrorKind]]


def execute(source: str, filename: str, mode: Mode, restore: frozenset[int] = frozenset()) -> RunResult:
    """Run a program here and now. It leaves this process changed: call it in a fork."""
    observers: list[SavedTensors | WriteLog] = []

    def compare() -> None:
        for observer in observers:
            observer.compare()

    clock = LineClock(source, filename, compare)
    saved = SavedTensors(clock, restore)
    engine = Engine(clock, saved)
    log = WriteLog(clock, saved)
    observers += [saved, log]
    engine.install()
    watching = contextlib.ExitStack()
    if mode != "plain":
        hooks = torch.autograd.graph.saved_tensors_hooks(saved.pack, saved.unpack)
        watching.enter_context(hooks)
        watching.enter_context(at_once(filename))
    if mode == "writes":
        patch_sharing(log, clock)
        watching.enter_context(WriteMode(log, clock, saved, engine.is_running))
    output = io.StringIO()
    with watching:
        tracing = contextlib.nullcontext() if mode == "plain" else clock.running()
        outcome = _run_as_main(source, filename, output, tracing, clock)
    return RunResult(
        outcome=outcome,
        calls=engine.calls,
        output=output.getvalue(),
        kinds=log.kinds,
        graph=log.graph_lines(),
        via=clock.via,
        executed=clock.executed,
        refusals=[(line, error_kind(message)) for line, message in clock.refusals],
    )


def _run_as_main(
    source: str,
    filename: str,
    output: io.StringIO,
    tracing: contextlib.AbstractContextManager[None],
    clock: LineClock,
) -> Outcome:
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    warnings.simplefilter("ignore")
    main = types.ModuleType("__main__")
    main.__file__ = filename
    sys.modules["__main__"] = main
    sys.argv = [filename]
    code = compile(source, filename, "exec")
    try:
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(io.StringIO()), tracing:
            exec(code, main.__dict__)  # noqa: S102
    except SystemExit:
        return Outcome(ok=True)
    except Exception as error:  # noqa: BLE001  what the program raises is the result
        lines = [
            line
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename == filename
        ]
        stack = tuple(clock.statement(line) for line in lines)
        return Outcome(
            ok=False,
            exception=type(error).__name__,
            kind=error_kind(str(error)),
            line=stack[-1] if stack else None,
            message=str(error).partition("\n")[0][:160],
            stack=stack,
        )
    return Outcome(ok=True)
