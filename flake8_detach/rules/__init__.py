"""The catalogue: the one table of rules, in the order of their codes.

Everything that is said about a rule (``flake8-detach rules`` and ``explain``, the pages in ``docs/rules``, the table in the
README, the metadata of the reports) is made from here. Each family of rules stands in a module of its own.
"""

from __future__ import annotations

from typing import Final

from flake8_detach.rules import corruption, data_attribute, graph, lost_effects, possible, run
from flake8_detach.rules.model import SEVERITIES, Program, Rule, Severity

FAMILIES: Final[tuple[tuple[str, tuple[Rule, ...]], ...]] = (
    ("Writes to what backward needs", corruption.RULES),
    ("The same, one step unseen", possible.RULES),
    ("Writes and results that get lost", lost_effects.RULES),
    ("Uses of .data", data_attribute.RULES),
    ("The graph was cut, freed or refused", graph.RULES),
    ("About the run itself", run.RULES),
)

RULES: Final[dict[str, Rule]] = {rule.code: rule for _, family in FAMILIES for rule in family}

__all__ = ["FAMILIES", "RULES", "SEVERITIES", "Program", "Rule", "Severity"]
