"""What the checker claims of a program, for programs that need packages which are not installed here."""

from __future__ import annotations

from textwrap import dedent

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings


def claims(program: str, families: tuple[str, ...] = ("DET1", "DET3")) -> list[tuple[int, str]]:
    """The findings of a program by line and code; its first line is 1."""
    source = dedent(program).lstrip("\n")
    findings = check_source(source, "program.py", Settings())
    return [(f.span.line, f.code) for f in findings if f.code.startswith(families)]
