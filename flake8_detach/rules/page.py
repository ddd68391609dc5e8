"""A rule's page, as Markdown: ``flake8-detach explain`` prints it and ``docs/rules`` holds it."""

from __future__ import annotations

from collections.abc import Iterator

from flake8_detach.rules.model import Outcome, Program, Rule

MEASURED_WITH = "PyTorch 2.13.0"
"""The version whose answers the pages show."""

_ANSWERS: dict[Outcome, str] = {
    "raises": "{torch} raises:",
    "silent": "{torch} says nothing, and prints:",
    "fine": "{torch} prints:",
}


def page(rule: Rule) -> str:
    """The whole page, ending in a line break."""
    return "\n".join(_lines(rule)).rstrip("\n") + "\n"


def _lines(rule: Rule) -> Iterator[str]:
    yield f"# {rule.code}: {rule.name}"
    yield ""
    yield f"{rule.summary[0].upper()}{rule.summary[1:]}."
    yield ""
    yield f"* Severity: {rule.severity}; {'on' if rule.on else 'off'} by default"
    yield f"* What happens: {rule.harm}"
    if not rule.sure:
        yield "* One step of each finding cannot be seen: it is possible, not sure"
    yield f"* What to do: {rule.help}"
    yield ""
    yield rule.explanation.strip()
    yield ""
    if rule.bad is not None:
        yield "## What goes wrong" if rule.bad.outcome != "fine" else "## What is reported"
        yield ""
        yield from _program(rule.bad)
    if rule.good is not None:
        yield "## What to write instead"
        yield ""
        yield from _program(rule.good)
    yield "## Fix safety"
    yield ""
    yield rule.fix_safety.strip()


def _program(program: Program) -> Iterator[str]:
    yield from _block("python", program.source)
    if program.elsewhere:
        yield "and in another file:"
        yield ""
        yield from _block("python", program.elsewhere)
    torch = "Python" if "SyntaxError" in program.shows else MEASURED_WITH
    yield _ANSWERS[program.outcome].format(torch=torch)
    yield ""
    yield from _block("text", program.shows)


def _block(language: str, text: str) -> Iterator[str]:
    yield f"```{language}"
    yield text.rstrip("\n")
    yield "```"
    yield ""
