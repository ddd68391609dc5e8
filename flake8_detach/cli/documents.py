"""What is checked of a file: the file itself, the cells of a notebook as one program, or the Python blocks in Markdown."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from flake8_detach.finding import Edit, Finding, Span
from flake8_detach.report.model import cell_name
from flake8_detach.source.text import SourceError, SourceText, decode

NOTEBOOK = (".ipynb",)
MARKDOWN = (".md", ".markdown")
_LINE = re.compile(r"\bline (\d+)")


@dataclass(frozen=True, slots=True)
class Document:
    """A program in a file, and where a span of it is in the file."""

    source: bytes | str
    place: Callable[[Span], Span]

    def placed(self, finding: Finding) -> Finding:
        """A finding of the program as one of the file."""
        fix = finding.fix
        return replace(
            finding,
            span=self.place(finding.span),
            message=_LINE.sub(self._line, finding.message),
            trace=tuple(replace(step, span=self.place(step.span)) for step in finding.trace),
            fix=fix and replace(fix, edits=tuple(Edit(self.place(e.span), e.text) for e in fix.edits)),
        )

    def _line(self, told: re.Match[str]) -> str:
        """A line of the program, as a message tells of it, as one of the file."""
        number = int(told[1])
        span = self.place(Span(number, 1, number, 1))
        return f"line {span.line}" + (f" of cell {span.cell}" if span.cell else "")


@dataclass(frozen=True, slots=True)
class Contents:
    """The programs in a file, and what is wrong with the rest of it."""

    documents: tuple[Document, ...] = ()
    errors: tuple[Finding, ...] = ()


def is_plain(path: str) -> bool:
    """Whether the file is a program as it stands."""
    return not path.lower().endswith((*NOTEBOOK, *MARKDOWN))


def contents(path: str, data: bytes) -> Contents:
    """The programs in the file at ``path``, which holds ``data``."""
    suffix = PurePath(path).suffix.lower()
    if suffix in NOTEBOOK:
        return _notebook(path, data)
    if suffix in MARKDOWN:
        return _markdown(data)
    return Contents((Document(data, lambda span: span),))


def shown_texts(path: str, data: bytes) -> dict[str, str]:
    """The texts that reports show of a file: its own, and those of a notebook's cells by path and number."""
    text = text_of(data)
    texts = {path: text}
    if PurePath(path).suffix.lower() in NOTEBOOK:
        from flake8_detach.source.notebook import read_notebook

        try:
            texts.update((cell_name(path, cell.number), cell.source) for cell in read_notebook(text).cells)
        except SourceError:
            return texts
    return texts


def edited(
    path: str, data: bytes, findings: Sequence[Finding], edit: Callable[[str, list[Finding]], str]
) -> bytes:
    """The file with its programs edited, each by the findings in it; every other byte stays.

    ``edit`` is given a program and its findings with the places they have there. What it raises is raised here, and SourceError.
    """
    suffix = PurePath(path).suffix.lower()
    if suffix in NOTEBOOK:
        from flake8_detach.source.notebook import read_notebook

        source = decode_text(data)
        notebook = read_notebook(source.text)
        here = [replace(finding, span=notebook.unplace(finding.span)) for finding in findings]
        return source.encode(notebook.rebuilt(edit(notebook.program, here)))
    if suffix in MARKDOWN:
        from flake8_detach.source.markdown import fenced_blocks, replaced

        source = decode_text(data)
        text = source.text
        for block in reversed(list(fenced_blocks(text))):
            inside = [replace(f, span=block.unplace(f.span)) for f in findings if block.holds(f.span)]
            text = replaced(text, block, edit(block.text, inside)) if inside else text
        return source.encode(text)
    from flake8_detach.fixes.recode import recoded

    source = decode(data)
    return recoded(source, data, edit(source.text, list(findings)))


def decode_text(data: bytes) -> SourceText:
    """The text of a file that is no Python. Raises SourceError if it is not UTF-8."""
    bom = data.startswith(codecs.BOM_UTF8)
    try:
        return SourceText(data.decode("utf-8-sig"), "utf-8", bom)
    except UnicodeDecodeError as error:
        raise SourceError(f"not valid utf-8: {error.reason}") from None


def text_of(data: bytes) -> str:
    """The text of a file, to be shown: where it is no Python text, as well as it can be read."""
    try:
        return decode(data).text
    except SourceError:
        return data.decode("utf-8", "replace")


def _notebook(path: str, data: bytes) -> Contents:
    from flake8_detach.source.notebook import read_notebook

    try:
        notebook = read_notebook(decode_text(data).text)
    except SourceError as error:
        span = Span(error.line, error.column, error.line, error.column + 1)
        return Contents(errors=(_not_python(path, span, error.message),))
    errors = tuple(
        _not_python(path, Span(error.line, error.column, error.line, error.column + 1, number), error.message)
        for number, error in notebook.errors.items()
    )
    return Contents((Document(notebook.program, notebook.place),), errors)


def _markdown(data: bytes) -> Contents:
    """Blocks that are no Python are passed by: documentation leaves things out."""
    from flake8_detach.source.markdown import fenced_blocks
    from flake8_detach.source.syntax import python_error

    blocks = fenced_blocks(data.decode("utf-8", "replace"))
    return Contents(tuple(Document(b.text, b.place) for b in blocks if python_error(b.text) is None))


def _not_python(path: str, span: Span, what: str) -> Finding:
    return Finding(path, span, "DET900", f"not valid Python: {what}")
