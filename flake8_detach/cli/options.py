"""The command line: its subcommands and options, and their help."""

from __future__ import annotations

import argparse
import re
from difflib import get_close_matches
from typing import Any

from flake8_detach import __version__
from flake8_detach.cli.keys import FAIL_ON
from flake8_detach.cli.outputs import parse_output
from flake8_detach.earlier import ENVIRONMENT
from flake8_detach.report import FORMATS
from flake8_detach.settings import UNKNOWN_DATA

DESCRIPTION = (
    "Finds, in Python code that uses PyTorch, where gradients will be silently wrong, where backward() will raise, and"
    " where .data is used at all."
)
EPILOG = (
    "exit codes: 0 nothing found; 1 something found (see --fail-on); 2 the run itself failed: a path that cannot be read,"
    " a wrong option or configuration, a defect of the tool (DET901); 130 interrupted"
)
COMMAND_HELP = "without a command, 'check' is meant: flake8-detach src/; the options of a command: flake8-detach check --help"
_OPTION = re.compile(r"--[a-z][\w-]*")
COMMANDS = ("check", "rules", "explain", "clean")
CONFIGURABLE = (
    "select",
    "extend_select",
    "ignore",
    "extend_ignore",
    "exclude",
    "extend_exclude",
    "force_exclude",
    "include_markdown",
    "unknown_data",
    "step_budget",
    "fail_on",
    "severity",
    "baseline",
    "tensor_names",
    "not_tensor_names",
    "writing_functions",
    "view_functions",
)
"""The options which a configuration file may give as well."""


def parse(argv: list[str]) -> argparse.Namespace:
    """The parsed command line; without a command it is ``check``. Ends the program on a wrong one, with exit code 2."""
    if not argv or (argv[0] not in COMMANDS and argv[0] not in {"-h", "--help", "--version"}):
        argv = ["check", *argv]
    parser = build_parser()
    arguments, unknown = parser.parse_known_args(argv)
    if unknown:
        parser.error(f"no such option or argument: {unknown[0]}{_meant(argv[0], unknown[0])}")
    if getattr(arguments, "fix_only", None) is not None:
        if arguments.select is not None:
            parser.error("argument --fix-only: not allowed with argument --select")
        arguments.select, arguments.fix = arguments.fix_only, True
    return arguments


def _meant(command: str, given: str) -> str:
    """What somebody may have meant who gave what there is not."""
    if given.lstrip("-") in COMMANDS:
        return f"; it is a command: flake8-detach {given.lstrip('-')}"
    if command != "check":
        return ""
    check = argparse.ArgumentParser()
    _add_check(check)
    close = get_close_matches(given.partition("=")[0], _OPTION.findall(check.format_help()), 1)
    return f"; did you mean {close[0]}?" if close else ""


def given_values(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the command line says of the things that can be configured. A list may be given in several options."""
    given = {name: value for name in CONFIGURABLE if (value := getattr(arguments, name)) is not None}
    return {name: ",".join(value) if isinstance(value, list) else value for name, value in given.items()}


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command."""
    parser = argparse.ArgumentParser(
        "flake8-detach",
        usage="flake8-detach [COMMAND] [OPTION ...] [PATH ...]",
        description=DESCRIPTION,
        epilog=f"{COMMAND_HELP}; {EPILOG}",
    )
    parser.add_argument("--version", action="version", version=f"flake8-detach {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, prog="flake8-detach")
    _add_check(
        commands.add_parser(
            "check",
            help="check files and folders (the default)",
            usage="flake8-detach [check] [OPTION ...] [PATH ...]",
            description=DESCRIPTION,
            epilog=EPILOG,
        )
    )
    rules = commands.add_parser("rules", help="list all rules", description="List all rules, a line each.")
    rules.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    explain = commands.add_parser(
        "explain", help="explain a rule", description="Explain rules, with programs."
    )
    explain.add_argument(
        "rules", nargs="+", metavar="CODE", help="a code (DET101), the beginning of some (DET3), or a name"
    )
    clean = commands.add_parser(
        "clean", help="remove what was kept of earlier runs", description="Remove the cache."
    )
    _add_cache(clean)
    return parser


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="files and folders; - is standard input (default: .)",
    )
    _add_selection(parser.add_argument_group("what to report"))
    _add_files(parser.add_argument_group("which files"))
    _add_output(parser.add_argument_group("how to report"))
    _add_legacy(parser.add_argument_group("how to live with what is there"))
    _add_repairs(parser.add_argument_group("what to repair"))
    run = parser.add_argument_group("how to run")
    run.add_argument(
        "-j",
        "--jobs",
        type=_positive,
        metavar="N",
        help="processes for many files (default: one for each core)",
    )
    run.add_argument(
        "--step-budget",
        type=_positive,
        metavar="N",
        help="how long to think about one function before giving it up (DET902)",
    )
    run.add_argument("--no-cache", action="store_true", help="check everything, and keep nothing")
    _add_cache(run)
    run.add_argument("--config", metavar="FILE", help="read this configuration file, and no other")
    run.add_argument("--isolated", action="store_true", help="read no configuration file")
    run.add_argument(
        "--show-settings", action="store_true", help="print the configuration in force, and check nothing"
    )
    run.add_argument(
        "--show-evidence",
        action="store_true",
        help="print of each .data and .detach_() whether it is taken for a tensor's and why, in place of findings",
    )
    run.add_argument(
        "--show-files", action="store_true", help="print the files that would be checked, and check nothing"
    )


def _add_cache(group: argparse._ArgumentGroup | argparse.ArgumentParser) -> None:
    group.add_argument(
        "--cache-dir",
        metavar="FOLDER",
        help=f"where to keep what was found (default: ${ENVIRONMENT}, or the system's place for caches)",
    )


def _add_selection(group: argparse._ArgumentGroup) -> None:
    codes: dict[str, Any] = {"metavar": "CODES", "action": "append"}
    group.add_argument(
        "--select", **codes, help="only these rules: codes or beginnings of codes, with commas"
    )
    group.add_argument(
        "--extend-select", **codes, help="these rules too: how to turn on one that is off by default"
    )
    group.add_argument("--ignore", **codes, help="not these rules; the longer of two fitting codes wins")
    group.add_argument("--extend-ignore", **codes, help="nor these, besides those that are configured")
    group.add_argument(
        "--unknown-data",
        choices=UNKNOWN_DATA,
        help="what to do with a .data whose owner may or may not be a tensor",
    )
    names: dict[str, Any] = {"metavar": "NAMES", "action": "append"}
    group.add_argument(
        "--tensor-names", **names, help="what is a tensor: patterns such as batch.mask, *.codes, with commas"
    )
    group.add_argument("--not-tensor-names", **names, help="what is none")
    group.add_argument(
        "--writing-functions",
        **names,
        help="functions that write their first argument in place (mylib.fill), or another (mylib.blend:1)",
    )
    group.add_argument("--view-functions", **names, help="functions that give a view of their argument")


def _add_files(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--exclude", action="append", metavar="PATTERNS", help="leave out files and folders, with commas"
    )
    group.add_argument("--extend-exclude", action="append", metavar="PATTERNS", help="leave out these too")
    group.add_argument(
        "--force-exclude",
        action="store_true",
        default=None,
        help="leave them out also when they are named as PATH",
    )
    group.add_argument(
        "--include-markdown",
        action="store_true",
        default=None,
        help="look for Python in the Markdown files of folders as well",
    )
    group.add_argument("--stdin-filename", metavar="PATH", help="the name of what comes from standard input")


def _add_legacy(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--changed",
        nargs="?",
        const="HEAD",
        metavar="REF",
        help="only findings on lines, or with steps on lines, that are not as in this git revision (default: HEAD)",
    )
    group.add_argument("--baseline", metavar="FILE", help="leave out the findings in this file")
    group.add_argument(
        "--write-baseline",
        nargs="?",
        const="",
        metavar="FILE",
        help="write all findings to this file, by default that of --baseline, and report none",
    )
    group.add_argument(
        "--add-noqa",
        nargs="?",
        const="",
        metavar="REASON",
        help="write a noqa comment on the line of every finding, with the reason if there is one",
    )


def _add_repairs(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--fix", action="store_true", help="repair what can be repaired without any change of behaviour"
    )
    group.add_argument(
        "--fix-only",
        action="append",
        metavar="CODES",
        help="short for --fix --select CODES: repair, and report, these rules only",
    )
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: also repairs that change behaviour on purpose; look at the result",
    )
    group.add_argument(
        "--diff",
        action="store_true",
        help="show what --fix would do as a unified diff, and write nothing; exit with 1 if there is something",
    )


def _add_output(group: argparse._ArgumentGroup) -> None:
    group.add_argument(
        "--format",
        choices=tuple(FORMATS),
        default="full",
        metavar="FORMAT",
        help=f"how to print the report: {', '.join(FORMATS)} (default: full)",
    )
    group.add_argument(
        "--output",
        action="append",
        default=[],
        type=parse_output,
        metavar="FORMAT:FILE",
        help="write a report to a file as well; may be given several times",
    )
    group.add_argument(
        "--statistics", action="store_true", help="print how often each rule was found, after the rest"
    )
    group.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        help="exit with 1 from this severity upwards (default: advice, that is for any finding)",
    )
    group.add_argument(
        "--severity",
        action="append",
        metavar="CODE=SEVERITY",
        help="how grave findings of a rule are: error, warning or advice",
    )
    group.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: auto")


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        message = f"{text!r} is not a whole number above 0"
        raise argparse.ArgumentTypeError(message)
    return number
