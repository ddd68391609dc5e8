"""What flake8's earlier runs found: for each program a file of its own, since flake8's processes are many and end without a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flake8_detach.earlier.folder import SUFFIX, folder_for, read, write
from flake8_detach.earlier.others import Others
from flake8_detach.earlier.rows import from_rows, to_rows
from flake8_detach.earlier.stamps import digest
from flake8_detach.finding import Finding
from flake8_detach.project import NotingResolver, resolver_for
from flake8_detach.settings import Settings


@dataclass(frozen=True, slots=True)
class EarlierTexts:
    """The findings of programs that a run, which began at a moment (nanoseconds), can use again."""

    folder: Path
    began: int
    others: Others = field(default_factory=Others)

    def findings(
        self, source: str, path: str, check: Callable[[NotingResolver], list[Finding]]
    ) -> list[Finding]:
        """What `check` finds in the program `source` at `path`, or found in an earlier run if that still holds."""
        file = self.folder / f"{_digest(path)}{SUFFIX}"
        content = _digest(source)
        known = self._known(read(file), content, path)
        if known is not None:
            return known
        resolver = resolver_for(path)
        found = check(resolver)
        asked = self.others.asked(resolver.consulted, self.began)
        if asked is not None and not any(finding.code == "DET901" for finding in found):
            write(file, [content, *asked, to_rows(found)])
        return found

    def _known(self, entry: Any, content: str, path: str) -> list[Finding] | None:
        try:
            noted, imports, modules, rows = entry
            if noted == content and self.others.answer_the_same(path, imports, modules):
                return from_rows(rows, path)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError):
            pass  # Nothing is there, or whoever wrote it, it was not us.
        return None


def earlier_texts(cache: Path, settings: Settings, began: int) -> EarlierTexts:
    """What earlier runs in this working directory, with these settings, found in programs."""
    return EarlierTexts(folder_for(cache, "texts", str(Path.cwd()), repr(settings)), began)


def _digest(text: str) -> str:
    return digest(text.encode("utf-8", "surrogatepass"))
