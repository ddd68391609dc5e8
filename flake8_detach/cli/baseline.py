"""A baseline: the findings that a project has lived with so far, so that only new ones are reported.

An entry is the path of a file (relative to the baseline's folder), a code, the text of a line without its indentation and
comments of suppression, and how often that was found. So entries survive lines that are added elsewhere; what is found more often than
the baseline says is new, and an entry that is found less often is stale.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from flake8_detach.atomic import write_at_once
from flake8_detach.cli.sections import ConfigError
from flake8_detach.finding import Finding
from flake8_detach.report import Report
from flake8_detach.report.identity import Key, key_of
from flake8_detach.rules import RULES

VERSION = 1


@dataclass(frozen=True, slots=True)
class Filtered:
    """The report without what the baseline knows, and the entries that were found less often, each with how much less."""

    report: Report
    stale: tuple[tuple[Key, int], ...]


def dumps(report: Report, file: Path) -> str:
    """The baseline of everything in the report, to be written to ``file``."""
    counts = Counter(_key(finding, report, file) for finding in report.findings if _counts(finding))
    entries = [
        {"path": path, "code": code, "line": line, "count": count}
        for (path, code, line), count in sorted(counts.items())
    ]
    return json.dumps({"version": VERSION, "findings": entries}, indent=2) + "\n"


def write(report: Report, file: Path) -> None:
    """Write the baseline of a report. Raises ConfigError if that cannot be, or if the file holds something else."""
    try:
        if os.path.isfile(file) and not _may_be_a_baseline(file.read_bytes()):
            message = f"{file}: not written: what it holds is no baseline"
            raise ConfigError(message)
        write_at_once(file, dumps(report, file))
    except OSError as error:
        message = f"{file}: {(error.strerror or str(error)).lower()}"
        raise ConfigError(message) from error


def _may_be_a_baseline(held: bytes) -> bool:
    """Whether a file may be written over: it is empty, or a baseline, of whatever version."""
    try:
        return not held.strip() or "version" in dict(json.loads(held))
    except (ValueError, TypeError):
        return False


def load(file: Path) -> Counter[Key]:
    """The entries of a baseline. Raises ConfigError if it cannot be read."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        message = f"{file}: {(error.strerror or str(error)).lower()}"
        raise ConfigError(message) from error
    except ValueError as error:
        message = f"{file}: {error}"
        raise ConfigError(message) from error
    if not isinstance(document, dict) or document.get("version") != VERSION:
        message = f"{file}: not a baseline of this version; write it anew with --write-baseline"
        raise ConfigError(message)
    counts: Counter[Key] = Counter()
    try:
        for entry in document["findings"]:
            counts[str(entry["path"]), str(entry["code"]), str(entry["line"])] += int(entry["count"])
    except (KeyError, TypeError, ValueError) as error:
        message = f"{file}: an entry is not of the form path, code, line, count"
        raise ConfigError(message) from error
    return counts


def without_known(report: Report, known: Counter[Key], file: Path) -> Filtered:
    """The report without what is known. Of a file that was not checked nothing is stale, unless it is gone."""
    left = Counter(known)
    new: list[Finding] = []
    for finding in report.findings:
        key = _key(finding, report, file)
        if _counts(finding) and left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    checked = {_relative(path, file) for path in report.checked}
    stale = tuple(
        (key, count)
        for key, count in sorted(left.items())
        if count > 0 and (key[0] in checked or not os.path.exists(file.parent / key[0]))
    )
    return Filtered(replace(report, findings=tuple(new)), stale)


def stale_messages(stale: tuple[tuple[Key, int], ...], file: Path) -> list[str]:
    """What to say of entries that are no longer found."""
    return [
        f"{file}: stale: {path}: {code} is no longer found {'here' if count == 1 else f'{count} times'}: {line}"
        for (path, code, line), count in stale
    ]


def _counts(finding: Finding) -> bool:
    """What the run says about itself belongs into no baseline."""
    return not RULES[finding.code].always


def _key(finding: Finding, report: Report, file: Path) -> Key:
    _, code, line = key_of(finding, report)
    return _relative(finding.path, file), code, line


def _relative(path: str, file: Path) -> str:
    try:
        return PurePath(os.path.relpath(path, file.parent)).as_posix()
    except ValueError:
        # On another drive.
        return PurePath(path).as_posix()
