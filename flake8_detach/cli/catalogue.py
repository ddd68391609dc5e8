"""``flake8-detach rules`` and ``flake8-detach explain``: the table of rules, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flake8_detach.rules import FAMILIES, RULES, Rule
from flake8_detach.rules.page import page


def rules_text() -> Iterator[str]:
    """All rules, a line each, by family."""
    name_width = max(len(rule.name) for rule in RULES.values())
    state_width = max(len(rule.state) for rule in RULES.values())
    for title, rules in FAMILIES:
        yield title
        for rule in rules:
            yield f"  {rule.code}  {rule.name:<{name_width}}  {rule.state:<{state_width}}  {rule.summary}"
        yield ""
    yield "flake8-detach explain CODE says more about one of them."


def rules_json() -> Iterator[str]:
    """All rules as one JSON list."""
    yield json.dumps([_rule_object(rule) for rule in RULES.values()], indent=2)


def matching(words: Sequence[str]) -> list[Rule]:
    """The rules that ``words`` name: by code, by the beginning of one, or by name. LookupError names a word without a rule."""
    found: dict[str, Rule] = {}
    for word in words:
        rules = [
            rule for rule in RULES.values() if rule.code.startswith(word.upper()) or rule.name == word.lower()
        ]
        if not rules:
            message = f"no rule {word!r}; flake8-detach rules lists all of them"
            raise LookupError(message)
        found.update((rule.code, rule) for rule in rules)
    return list(found.values())


def explanation(rules: Sequence[Rule]) -> str:
    """The pages of ``rules``, as Markdown."""
    return "\n".join(page(rule) for rule in rules)


def _rule_object(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": rule.summary,
        "severity": rule.severity,
        "sure": rule.sure,
        "default": rule.on,
        "repair": rule.repair,
        "harm": rule.harm,
        "help": rule.help,
        "explanation": rule.explanation,
    }
