"""What a rule is: plain frozen data, from which the help texts, the docs pages and the reports' metadata are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "advice"]
SEVERITIES: tuple[Severity, ...] = ("advice", "warning", "error")
"""From the mildest to the gravest: the order which ``--fail-on`` compares in."""

Outcome = Literal["silent", "raises", "fine"]
Repair = Literal["safe", "safe or unsafe", "unsafe", "none"]


@dataclass(frozen=True, slots=True)
class Program:
    """A complete program of a rule's page, with what PyTorch does when it runs.

    ``outcome`` is ``raises`` (``shows`` is part of the error's last line), ``silent`` (no error, but a wrong or
    missing result, which ``shows`` is what the program prints) or ``fine`` (``shows`` is what it prints). What a
    caller in another file does, which the checker cannot see, is in ``elsewhere``; PyTorch runs both, one after the
    other.
    """

    source: str
    outcome: Outcome
    shows: str
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    ``harm`` is what happens at run time, in a word or two; ``sure`` is False for the rules whose every finding
    has a step which cannot be seen; ``on`` says whether the rule is on by default; ``always`` marks the reports
    about the run itself, which no selection of other rules hides; ``help`` is the one-line advice below a finding;
    ``repair`` says what kind of automatic repair there is, and ``fix_safety`` what it keeps and what it changes.
    """

    code: str
    name: str
    summary: str
    severity: Severity
    harm: str
    help: str
    explanation: str
    bad: Program | None = None
    good: Program | None = None
    sure: bool = True
    on: bool = True
    always: bool = False
    repair: Repair = "none"
    fix_safety: str = "There is no automatic repair: what is meant has to be decided by who wrote it."

    @property
    def state(self) -> str:
        """What a table says of the rule: its severity, and whether it is off by default."""
        return self.severity if self.on else f"{self.severity} (off by default)"
