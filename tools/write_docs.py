"""Write what is made from the table of rules: ``docs/rules``, the table in the README, and the outputs shown there.

    python tools/write_docs.py            write the files
    python tools/write_docs.py --check    change nothing; exit with 1 and name the files that are not up to date

In README.md a table stands between two ``rules`` comments, and a ``console`` block that begins with ``$ flake8-detach`` holds
what the command prints.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from flake8_detach.cli import main as run_command
from flake8_detach.rules import FAMILIES, RULES, Rule
from flake8_detach.rules.page import MEASURED_WITH, page

ROOT = Path(__file__).resolve().parent.parent
TABLE = re.compile(r"(<!-- rules -->\n).*?(<!-- end of rules -->\n)", re.DOTALL)
OUTPUT = re.compile(r"(```console\n\$ (flake8-detach [^\n]*)\n).*?(```\n)", re.DOTALL)


def documents() -> Iterator[tuple[Path, str]]:
    """Every generated file with what should be in it."""
    rules = ROOT / "docs" / "rules"
    yield rules / "README.md", index()
    for rule in RULES.values():
        yield rules / f"{rule.code}.md", page(rule)
    readme = ROOT / "README.md"
    yield readme, filled(readme.read_text(encoding="utf-8"))


def index() -> str:
    """The page which lists all rules."""
    head = (
        f"# Rules\n\nEvery program on these pages was run with {MEASURED_WITH}; the tests run them again.\n"
    )
    return head + "".join(f"\n## {title}\n\n{table(rules, '')}" for title, rules in FAMILIES)


def table(rules: tuple[Rule, ...], folder: str) -> str:
    """A Markdown table of ``rules``; their pages are in ``folder``."""
    rows = ["| code | what | severity |", "|---|---|---|"]
    for rule in rules:
        summary = rule.summary.replace("|", "\\|")
        rows.append(f"| [{rule.code}]({folder}{rule.code}.md) {rule.name} | {summary} | {rule.state} |")
    return "\n".join(rows) + "\n"


def filled(text: str) -> str:
    """``text`` with the table of all rules and the outputs of the commands in it."""
    everything = table(tuple(RULES.values()), "docs/rules/")
    text = TABLE.sub(lambda match: match[1] + everything + match[2], text)
    return OUTPUT.sub(lambda match: match[1] + output(match[2]) + match[3], text)


def output(command_line: str) -> str:
    """What the command prints; the working directory must be the top of the repository."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run_command([*shlex.split(command_line)[1:], "--color=never", "--isolated", "--no-cache"])
    if code not in (0, 1):
        message = f"{command_line} failed:\n{printed.getvalue()}"
        raise RuntimeError(message)
    return printed.getvalue()


def main(arguments: list[str]) -> int:
    """Write or check all documents; the result is the exit code."""
    os.chdir(ROOT)
    stale = [
        (path, text)
        for path, text in documents()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
