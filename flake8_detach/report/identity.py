"""What a finding is called from one run to the next, though lines have been added above it.

The key of a finding is its path, its code and the text of its line without the white space around and the noqa comment
behind it; findings of one key are told apart by counting. Baselines and the fingerprints of several formats are made of it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from flake8_detach.finding import Finding
from flake8_detach.report.model import Report, posix

Key = tuple[str, str, str]
"""Path, code, normalised line."""

_NOQA = re.compile(r"\s*#\s*noqa\b.*", re.IGNORECASE)


def key_of(finding: Finding, report: Report) -> Key:
    """The key of a finding."""
    return posix(finding.path), finding.code, normalized(report.line(finding.path, finding.span))


def normalized(line: str) -> str:
    """A line of source without what may change while the code stays the same."""
    return " ".join(_NOQA.sub("", line).split())


def fingerprints(report: Report) -> Iterator[str]:
    """A name for each finding of the report, in its order; no two are alike."""
    seen: Counter[Key] = Counter()
    for finding in report.findings:
        key = key_of(finding, report)
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        yield hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
