"""DET903: comments that name a code of ours and suppress nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flake8_detach.finding import Finding
from flake8_detach.rules import RULES
from flake8_detach.settings import Settings
from flake8_detach.source.suppression import Suppressions, UnusedCode

CODE = "DET903"


def unused_suppressions(
    path: str, suppressions: Suppressions, found: Iterable[Finding], settings: Settings
) -> Iterator[Finding]:
    """A finding for each code in a comment that suppresses none of ``found``, if that is wanted.

    A code which this run was told not to look for is left alone: whether it is needed was not seen.
    """
    if not settings.wants(CODE):
        return
    for unused in suppressions.unused((finding.span.line, finding.code) for finding in found):
        if any(settings.wants(code) for code in RULES if code.startswith(unused.code)):
            yield Finding(path, unused.span, CODE, _message(unused))


def _message(unused: UnusedCode) -> str:
    if unused.in_block:
        named = f"[{unused.code}]" if unused.code else ""
        return f"'# flake8-detach: disable{named}' suppresses nothing in its block. Remove it"
    return f"'# noqa: {unused.code}' suppresses nothing on this line. Remove the code from the comment"
