"""The command from its arguments to its exit code."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import astuple, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flake8_detach.cli.config import Config, load
from flake8_detach.cli.discovery import STDIN
from flake8_detach.cli.keys import DECLARATIONS, FailOn
from flake8_detach.cli.options import given_values, parse
from flake8_detach.cli.sections import ConfigError
from flake8_detach.report import WITH_REPAIRS, Problem, Report, renderer
from flake8_detach.report.model import count, place
from flake8_detach.report.style import PLAIN, palette_for
from flake8_detach.rules import SEVERITIES

if TYPE_CHECKING:
    from flake8_detach.cli.cache import Cache
    from flake8_detach.cli.changed import Changes

FOR_PEOPLE = ("full", "concise", "grouped", "statistics")
ONLY_REPORTING = ("changed", "write_baseline", "add_noqa")
ABOUT_FINDINGS = ("fix", "diff", *ONLY_REPORTING, "output", "statistics")
CLEAN, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130


def main(argv: list[str] | None = None) -> int:
    """Run the command; the result is its exit code."""
    arguments = parse(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # A path or a line of source may hold what the terminal's encoding has no characters for.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    commands = {"check": check, "rules": rules, "explain": explain, "clean": clean}
    try:
        return commands[arguments.command](arguments)
    except KeyboardInterrupt:
        _complain(["interrupted"])
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough (flake8-detach . | head). Nothing more can be written, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED


def check(arguments: Namespace) -> int:
    """``flake8-detach check``."""
    try:
        file = Path(arguments.config).absolute() if arguments.config else None
        config = load(given_values(arguments), Path.cwd(), file=file, isolated=arguments.isolated)
    except ConfigError as error:
        _complain([str(error)])
        return FAILED
    if arguments.stdin_filename is not None and STDIN not in arguments.paths:
        _complain(["--stdin-filename names standard input, which is read where a PATH is -"])
        return FAILED
    if arguments.show_settings:
        _print(_settings_lines(config))
        return CLEAN
    if arguments.show_files:
        return _show_files(arguments, config)
    try:
        return _show_evidence(arguments, config) if arguments.show_evidence else _check(arguments, config)
    except ConfigError as error:
        _complain([str(error)])
        return FAILED


def _check(arguments: Namespace, config: Config) -> int:
    """The run itself. Raises ConfigError for a revision or a baseline that cannot be used."""
    repairs = arguments.fix or arguments.diff
    if arguments.unsafe_fixes and not repairs:
        _complain(["warning: --unsafe-fixes repairs nothing without --fix or --diff"])
    if repairs and any(getattr(arguments, each) is not None for each in ONLY_REPORTING):
        message = "--fix and --diff repair all that is found: not together with --changed, --write-baseline or --add-noqa"
        raise ConfigError(message)
    if arguments.write_baseline is not None and arguments.changed is not None:
        message = "--write-baseline writes all that is found: not together with --changed"
        raise ConfigError(message)
    if arguments.add_noqa and os.path.exists(arguments.add_noqa):
        _also_check(arguments.add_noqa, arguments)
        arguments.add_noqa = ""
    if repairs and arguments.paths == [STDIN]:
        return _repair_stdin(arguments, config)
    from flake8_detach.cli.run import run

    changes = _changes(arguments)
    formats = {arguments.format, *(output.format for output in arguments.output or ())}
    report = run(
        arguments.paths,
        config,
        jobs=arguments.jobs,
        stdin_name=arguments.stdin_filename,
        open_cache=None if arguments.no_cache else partial(_open_cache, arguments, config),
        wanted=None if changes is None else changes.touches,
        repairs=repairs or not WITH_REPAIRS.isdisjoint(formats),
    )
    _complain(f"{problem.path}: {problem.message}" for problem in report.problems)
    if not report.files and not report.problems and changes is None:
        _complain([f"warning: no Python files under {', '.join(arguments.paths)}"])
    if changes is not None:
        touched = tuple(finding for finding in report.findings if changes.holds(finding, report))
        report = replace(report, findings=touched)
    if arguments.write_baseline is not None:
        return _write_baseline(report, arguments, config)
    if repairs:
        return _repair(report, arguments, config)
    report = _without_known(report, config)
    if arguments.add_noqa is not None:
        return _add_comments(report, arguments)
    return _finish(report, arguments, config)


def _show_evidence(arguments: Namespace, config: Config) -> int:
    """What each ``.data`` is judged by. Raises ConfigError for an option that is about findings."""
    from flake8_detach.cli.run import run
    from flake8_detach.report.evidence import FORMATS, render

    others = [name for name in ABOUT_FINDINGS if getattr(arguments, name) not in (None, False, [])]
    if others:
        message = f"--show-evidence prints no findings: not together with --{others[0].replace('_', '-')}"
        raise ConfigError(message)
    if arguments.format not in (*FOR_PEOPLE, *FORMATS):
        message = (
            f"--show-evidence: --format {arguments.format} holds findings; there is text, json and json-lines"
        )
        raise ConfigError(message)
    report = run(
        arguments.paths, config, jobs=arguments.jobs, stdin_name=arguments.stdin_filename, evidence=True
    )
    _complain(f"{problem.path}: {problem.message}" for problem in report.problems)
    _complain(f"{place(finding)}: {finding.code} {finding.message}" for finding in report.findings)
    report = replace(report, palette=palette_for(sys.stdout, arguments.color, os.environ))
    _print(FORMATS.get(arguments.format, render)(report))
    return FAILED if report.problems or report.findings else CLEAN


def _changes(arguments: Namespace) -> Changes | None:
    """What ``--changed`` asks for. What stands behind it and is no revision but a path is a path."""
    if arguments.changed is None:
        return None
    from flake8_detach.cli.changed import changes_since, is_revision

    revision, directory = arguments.changed, Path.cwd()
    if not is_revision(revision, directory) and os.path.exists(revision):
        _also_check(revision, arguments)
        revision = "HEAD"
    return changes_since(revision, directory)


def _also_check(path: str, arguments: Namespace) -> None:
    """A path that stood behind an option whose value may be left out."""
    arguments.paths = [path, *(each for each in arguments.paths if arguments.paths != ["."])]


def _write_baseline(report: Report, arguments: Namespace, config: Config) -> int:
    from flake8_detach.cli.baseline import write

    file = Path(arguments.write_baseline).absolute() if arguments.write_baseline else config.baseline
    if file is None:
        message = "--write-baseline: no file is named, here or by --baseline"
        raise ConfigError(message)
    write(report, file)
    _complain([f"wrote {count(len(report.findings), 'finding')} to {file}"])
    return exit_code(replace(report, findings=()), config.fail_on)


def _without_known(report: Report, config: Config) -> Report:
    if config.baseline is None:
        return report
    from flake8_detach.cli.baseline import load as load_baseline
    from flake8_detach.cli.baseline import stale_messages, without_known

    filtered = without_known(report, load_baseline(config.baseline), config.baseline)
    _complain(stale_messages(filtered.stale, config.baseline))
    return filtered.report


def _add_comments(report: Report, arguments: Namespace) -> int:
    from flake8_detach.cli.add_noqa import add_comments

    try:
        added = add_comments(report, arguments.add_noqa)
    except OSError as error:
        _complain([f"{error.filename}: {(error.strerror or str(error)).lower()}"])
        return FAILED
    _complain(f"{problem.path}: {problem.message}" for problem in added.problems)
    _complain([f"added {count(added.comments, 'comment')} in {count(added.files, 'file')}"])
    return FAILED if added.problems or report.problems else CLEAN


def rules(arguments: Namespace) -> int:
    """``flake8-detach rules``."""
    from flake8_detach.cli.catalogue import rules_json, rules_text

    _print(rules_json() if arguments.format == "json" else rules_text())
    return CLEAN


def explain(arguments: Namespace) -> int:
    """``flake8-detach explain``: Markdown, drawn where a person is looking."""
    from flake8_detach.cli.catalogue import explanation, matching

    try:
        text = explanation(matching(arguments.rules))
    except LookupError as error:
        _complain([str(error.args[0])])
        return FAILED
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        _print([text.rstrip("\n")])
    return CLEAN


def clean(arguments: Namespace) -> int:
    """``flake8-detach clean``."""
    from flake8_detach.earlier.folder import cache_folder
    from flake8_detach.earlier.folder import clean as remove

    folder = cache_folder(arguments.cache_dir)
    try:
        removed = remove(folder)
    except OSError as error:
        _complain([f"{folder}: {(error.strerror or str(error)).lower()}"])
        return FAILED
    _print([f"removed {count(removed, 'file')} from {folder}"])
    return CLEAN


def exit_code(report: Report, fail_on: FailOn) -> int:
    """What the run's result means: see ``EPILOG``."""
    if report.problems or any(finding.code == "DET901" for finding in report.findings):
        return FAILED
    if fail_on == "never":
        return CLEAN
    least = SEVERITIES.index(fail_on)
    return (
        FOUND
        if any(SEVERITIES.index(report.severity(finding)) >= least for finding in report.findings)
        else CLEAN
    )


def _open_cache(arguments: Namespace, config: Config) -> Cache:
    from flake8_detach.cli.cache import open_cache
    from flake8_detach.earlier.folder import cache_folder, unusable

    folder = cache_folder(arguments.cache_dir)
    # Where nobody chose the folder, a machine without a home is none of the user's business.
    if arguments.cache_dir is not None and (reason := unusable(folder)) is not None:
        _complain([f"warning: no cache is kept: {reason}"])
    return open_cache(folder, config, Path.cwd())


def _finish(report: Report, arguments: Namespace, config: Config) -> int:
    palette = palette_for(sys.stdout, arguments.color, os.environ)
    report = replace(report, palette=palette, severities=config.severities())
    if arguments.output:
        from flake8_detach.cli.outputs import write_outputs

        unwritten = write_outputs(arguments.output, replace(report, palette=PLAIN))
        _complain(f"{problem.path}: {problem.message}" for problem in unwritten)
        report = replace(report, problems=(*report.problems, *unwritten))
    _print(renderer(arguments.format)(report))
    if arguments.statistics:
        from flake8_detach.report.statistics import render

        lines = list(render(report))
        # What programs read from standard output stays what they can read.
        _print(lines, error=arguments.format not in FOR_PEOPLE)
    return exit_code(report, config.fail_on)


def _repair(report: Report, arguments: Namespace, config: Config) -> int:
    """Repair what a run has found; ``--diff`` shows it only."""
    from flake8_detach.cli.fixing import repair_report

    done = repair_report(
        report,
        config,
        unsafe=arguments.unsafe_fixes,
        write=not arguments.diff,
        jobs=arguments.jobs or os.cpu_count() or 1,
    )
    _complain(f"{problem.path}: {problem.message}" for problem in done.report.problems)
    if arguments.diff:
        return _show_diff(done.diff, failed=bool(done.report.problems))
    _complain(done.summary())
    return _finish(_without_known(done.report, config), arguments, config)


def _repair_stdin(arguments: Namespace, config: Config) -> int:
    """Standard input, repaired, to standard output; what is left is reported beside it."""
    from flake8_detach.cli.checking import Task
    from flake8_detach.cli.discovery import is_excluded
    from flake8_detach.cli.documents import shown_texts
    from flake8_detach.cli.fixing import Outcome, diff, repair_task
    from flake8_detach.cli.run import STDIN_NAME

    name = arguments.stdin_filename or STDIN_NAME
    task = Task(name, sys.stdin.buffer.read(), config.settings_for(name))
    if config.force_exclude and is_excluded(name, config.exclude):
        outcome = Outcome(task.data, (), ())
    else:
        outcome = repair_task(task, unsafe=arguments.unsafe_fixes)
    if arguments.diff:
        return _show_diff(diff(name, task.data, outcome.data))
    sys.stdout.buffer.write(outcome.data)
    sys.stdout.flush()
    palette = palette_for(sys.stderr, arguments.color, os.environ)
    texts = shown_texts(name, outcome.data)
    report = Report(outcome.left, (), (name,), texts, palette, config.severities())
    if report.findings:
        _print(renderer(arguments.format)(report), error=True)
    return exit_code(report, config.fail_on)


def _show_diff(diff: bytes, *, failed: bool = False) -> int:
    sys.stdout.buffer.write(diff)
    sys.stdout.flush()
    if failed:
        return FAILED
    return FOUND if diff else CLEAN


def _show_files(arguments: Namespace, config: Config) -> int:
    from flake8_detach.cli.discovery import find_files

    code = CLEAN
    for found in find_files(arguments.paths, config):
        if isinstance(found, Problem):
            _complain([f"{found.path}: {found.message}"])
            code = FAILED
        else:
            _print([found])
    return code


def _settings_lines(config: Config) -> Iterator[str]:
    settings = config.settings
    yield f"read from: {', '.join(config.sources) or 'no file'}"
    yield f"select = {', '.join(settings.select) or 'every rule that is on by default'}"
    yield f"extend-select = {', '.join(settings.enable)}"
    yield f"ignore = {', '.join(settings.ignore)}"
    for pattern, codes in config.per_file_ignores:
        yield f"per-file-ignores = {pattern}: {', '.join(codes)}"
    yield f"exclude = {', '.join(config.exclude)}"
    yield f"force-exclude = {str(config.force_exclude).lower()}"
    yield f"include-markdown = {str(config.include_markdown).lower()}"
    yield f"unknown-data = {settings.unknown_data}"
    for key, names in zip(DECLARATIONS, astuple(settings.declared), strict=True):
        yield f"{key} = {', '.join(names)}"
    yield f"step-budget = {settings.step_budget}"
    yield f"baseline = {config.baseline or ''}"
    yield f"severity = {', '.join(f'{code}: {severity}' for code, severity in config.severity)}"
    yield f"fail-on = {config.fail_on}"


def _print(lines: Iterable[str], *, error: bool = False) -> None:
    stream = sys.stderr if error else sys.stdout
    for line in lines:
        stream.write(f"{line}\n")
    stream.flush()


def _complain(messages: Iterable[str]) -> None:
    for message in messages:
        sys.stderr.write(f"flake8-detach: {message}\n")
