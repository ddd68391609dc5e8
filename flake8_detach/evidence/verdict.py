"""The three answers to "is it a tensor?", and what the interpreter may already know."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias


class Verdict(Enum):
    """What the evidence says of a receiver."""

    TENSOR = "tensor"
    NOT_TENSOR = "not a tensor"
    UNKNOWN = "can't tell"


Known: TypeAlias = Literal["tensor", "used as a tensor", "not a tensor"]
"""What an interpreter that ran the code knows of a receiver; what is used as a tensor may be something that is like one."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the name of the rule that gave it and its reason, one sentence without a full stop."""

    verdict: Verdict
    rule: str
    reason: str
