"""Do two programs compute the same, bit for bit? Needs PyTorch."""

from __future__ import annotations

import re

import numpy as np

from .fork import ForkError, in_fork
from .judge import TIMEOUT, warm_up
from .run import RunResult, execute

_VERSION = re.compile(r"version \d+")
_LEFT_OVER = """
import hashlib as _hashlib
import torch as _torch
for _name, _value in sorted((n, v) for n, v in globals().items() if isinstance(v, _torch.Tensor)):
    _bytes = _value.detach().clone().cpu().contiguous().reshape(-1).view(_torch.uint8).numpy().tobytes()
    print(_name, _value.shape, _value.dtype, _value.requires_grad, _hashlib.sha256(_bytes).hexdigest())
"""
"""Prints what a program leaves in its global tensors."""


def differences(before: str, after: str, timeout: float = TIMEOUT) -> list[str]:
    """What two programs do differently: outcome, output, gradients of each backward, global tensors at the end.

    Lines may differ, and the version numbers in an error's message. A program that cannot be run (a timeout) counts as a
    difference, unless neither can.
    """
    one, other = _ran(before, timeout), _ran(after, timeout)
    if isinstance(one, str) or isinstance(other, str):
        return [] if one == other else [f"before: {_short(one)}, after: {_short(other)}"]
    found = []
    ends = [
        (r.outcome.ok, r.outcome.exception, r.outcome.kind, _plain(r.outcome.message)) for r in (one, other)
    ]
    if ends[0] != ends[1]:
        found.append(f"outcome: before {ends[0]}, after {ends[1]}")
    if one.output != other.output:
        found.append("output")
    errors = [[call.error for call in r.calls] for r in (one, other)]
    if errors[0] != errors[1]:
        found.append(f"backwards: before {errors[0]}, after {errors[1]}")
    else:
        for number, (first, second) in enumerate(zip(one.calls, other.calls, strict=True), 1):
            if not _equal(first.gradients or [], second.gradients or []):
                found.append(f"gradients of backward {number}")
    return found


def _plain(message: str | None) -> str:
    return _VERSION.sub("version", message or "")


def _short(run: RunResult | str) -> str:
    return run if isinstance(run, str) else "ran"


def _ran(source: str, timeout: float) -> RunResult | str:
    warm_up()
    try:
        whole = in_fork(lambda: execute(source + _LEFT_OVER, "program.py", "plain"), timeout)
    except ForkError as failure:
        return failure.status
    return whole


def _equal(some: list[object], others: list[object]) -> bool:
    if len(some) != len(others):
        return False
    for one, other in zip(some, others, strict=True):
        if not isinstance(one, np.ndarray) or not isinstance(other, np.ndarray):
            if one is not other:
                return False
        elif one.tobytes() != other.tobytes() or one.shape != other.shape:
            return False
    return True
