"""The plugin for flake8: the same findings, at the same lines and columns, as the command reports.

flake8 selects, ignores and suppresses (``# noqa``) by itself, and it shows columns one higher than a plugin gives them. Syntax
errors are its own E999: a file that does not parse never reaches a plugin.
"""

from __future__ import annotations

import argparse
import ast
import time
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar, Protocol

from flake8.exceptions import ExecutionError

from flake8_detach import __version__
from flake8_detach.collector import relaxed
from flake8_detach.earlier import ENVIRONMENT
from flake8_detach.earlier.folder import cache_folder
from flake8_detach.earlier.texts import EarlierTexts, earlier_texts
from flake8_detach.finding import Finding
from flake8_detach.project import NotingResolver, forget_projects
from flake8_detach.rules import RULES
from flake8_detach.safely import check_safely
from flake8_detach.settings import DEFAULT_STEP_BUDGET, UNKNOWN_DATA, Declared, Settings
from flake8_detach.source.sieve import may_hold_finding
from flake8_detach.source.suppression import Suppressions
from flake8_detach.unused_noqa import unused_suppressions

DECLARATIONS = {
    "tensor-names": "what is a tensor: patterns such as batch.mask, *.codes",
    "not-tensor-names": "what is none",
    "writing-functions": "functions that write their first argument in place (mylib.fill), or another (mylib.blend:1)",
    "view-functions": "functions that give a view of their argument",
}
"""The options by which a project declares what its names mean, in the order of the fields of ``Declared``."""


class OptionManager(Protocol):
    """The part of flake8's option manager which a plugin uses."""

    def add_option(self, *names: str, **settings: Any) -> None:
        """Add an option to the command line and, with ``parse_from_config``, to the configuration file."""


class DetachPlugin:
    """Made by flake8 for each file, with its tree, its name and its decoded lines."""

    name: ClassVar[str] = "flake8-detach"
    version: ClassVar[str] = __version__
    settings: ClassVar[Settings] = Settings()
    earlier: ClassVar[EarlierTexts | None] = None

    def __init__(self, tree: ast.AST, filename: str, lines: Sequence[str]) -> None:
        """Keep what ``run`` needs."""
        self._tree = tree if isinstance(tree, ast.Module) else None
        self._path = filename
        self._lines = lines

    @classmethod
    def add_options(cls, manager: OptionManager) -> None:
        """Our options, for the command line and the ``[flake8]`` section."""
        default_off = ", ".join(code for code, rule in RULES.items() if not rule.on)
        manager.add_option(
            "--detach-enable",
            default="",
            comma_separated_list=True,
            parse_from_config=True,
            metavar="CODES",
            help=f"turn on rules that are off by default ({default_off})",
        )
        manager.add_option(
            "--detach-unknown-data",
            choices=UNKNOWN_DATA,
            default=Settings().unknown_data,
            parse_from_config=True,
            help="what to do with a .data whose owner may or may not be a tensor (default: %(default)s)",
        )
        manager.add_option(
            "--detach-step-budget",
            type=int,
            default=DEFAULT_STEP_BUDGET,
            parse_from_config=True,
            metavar="N",
            help="how long to think about one function before giving it up (default: %(default)s)",
        )

        manager.add_option(
            "--detach-no-cache",
            action="store_true",
            parse_from_config=True,
            help="check everything, and keep nothing for the next run",
        )
        manager.add_option(
            "--detach-cache-dir",
            default="",
            parse_from_config=True,
            normalize_paths=True,
            metavar="FOLDER",
            help=f"where to keep what was found (default: ${ENVIRONMENT}, or the system's place for caches)",
        )
        for name, meaning in DECLARATIONS.items():
            manager.add_option(
                f"--detach-{name}",
                default="",
                comma_separated_list=True,
                parse_from_config=True,
                metavar="NAMES",
                help=meaning,
            )

    @classmethod
    def parse_options(cls, options: argparse.Namespace) -> None:
        """Take over what the user said. flake8 calls this once in every process."""
        if options.detach_unknown_data not in UNKNOWN_DATA:
            # The command line refuses it; what a configuration file says is not looked at by flake8.
            message = f"detach-unknown-data must be one of {', '.join(UNKNOWN_DATA)}, not {options.detach_unknown_data!r}"
            raise ExecutionError(message)
        cls.settings = Settings(
            enable=tuple(options.detach_enable),
            unknown_data=options.detach_unknown_data,
            step_budget=options.detach_step_budget,
            declared=Declared(
                *(tuple(getattr(options, f"detach_{name.replace('-', '_')}")) for name in DECLARATIONS)
            ),
        )
        forget_projects()
        cls.earlier = None
        if not options.detach_no_cache:
            cls.earlier = earlier_texts(cache_folder(options.detach_cache_dir), cls.settings, time.time_ns())

    def run(self) -> Iterator[tuple[int, int, str, type[DetachPlugin]]]:
        """Line, column from 0, text and type of each finding."""
        source = "".join(self._lines)
        findings = self._found(source) if may_hold_finding(source) else []
        suppressions = Suppressions(source)
        findings += unused_suppressions(self._path, suppressions, findings, self.settings)
        for finding in findings:
            if suppressions.in_block(finding.span.line, finding.code):
                continue
            yield finding.span.line, finding.span.column - 1, f"{finding.code} {finding.message}", type(self)

    def _found(self, source: str) -> list[Finding]:
        """What is found in the program, now or by an earlier run."""

        def check(resolver: NotingResolver | None = None) -> list[Finding]:
            with relaxed():
                return check_safely(
                    source, self._path, self.settings, resolver, tree=self._tree, repairs=False
                )

        return check() if self.earlier is None else self.earlier.findings(source, self._path, check)
