"""Jupyter notebooks: their code cells as one program, and the file again with what changed in it, to the byte.

The program holds, for each code cell, a comment which marks where it begins, and then its lines. What is IPython's and not
Python's (``%magic``, ``!command``, ``name?``) is masked by a ``pass`` that names the line it stands for; a cell in another language
or one which is no Python is left out. Cells are numbered from 1, all kinds of them, as they stand in the file.
"""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flake8_detach.finding import Span
from flake8_detach.source.syntax import python_error
from flake8_detach.source.text import SourceError

PYTHON_MAGICS = frozenset({"capture", "prun", "pyinstrument", "time", "timeit"})
"""Cell magics below whose own line there is Python."""

_BEGIN = re.compile(r"# %% cell (\d+) \(detach\)\n")
_MASK = re.compile(r"(?:pass|None)  # line (\d+) \(detach\)\Z")
_MAGIC = re.compile(r"[ \t]*(?:[%!]|\?{1,2}[\w.*]|[\w.*]+\?{1,2}[ \t]*$)")
_ASSIGNED = re.compile(r"([ \t]*[^\W\d][\w., \t]*=[ \t]*)[%!]")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]', re.DOTALL)
_LINE = re.compile(r"[^\n]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell: its number, its text, and where in the file its ``source`` stands, with the strings that it is made of."""

    number: int
    source: str
    value: tuple[int, int]
    strings: tuple[tuple[int, int], ...]

    @property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return self.source.split("\n")


@dataclass(frozen=True)
class Notebook:
    """A notebook's file and its code cells. ``errors`` are the cells that are no Python, with why."""

    raw: str
    cells: tuple[Cell, ...]

    @cached_property
    def program(self) -> str:
        """The cells as one program."""
        return "".join(self._pieces[0])

    @property
    def errors(self) -> Mapping[int, SourceError]:
        """The cells that are no Python and so were left out, with what is wrong in them."""
        return self._pieces[1]

    @cached_property
    def _pieces(self) -> tuple[list[str], dict[int, SourceError]]:
        pieces, errors = [], {}
        for cell in self.cells:
            lines = masked(cell.lines)
            wrong = python_error("\n".join(lines)) if any(lines) else None
            if wrong is not None and not _newer_python("\n".join(lines)):
                errors[cell.number] = wrong
                lines = [""] * len(lines)
            pieces.append(f"# %% cell {cell.number} (detach)\n" + "".join(f"{line}\n" for line in lines))
        return pieces, errors

    @cached_property
    def _origins(self) -> list[tuple[int, int]]:
        """For each line of the program the cell and the line in it."""
        origins = []
        for cell in self.cells:
            origins += [(cell.number, line) for line in range(len(cell.lines) + 1)]
        return origins

    def place(self, span: Span) -> Span:
        """A span of the program as one of a cell."""
        if not self._origins:
            return span
        cell, line = self._origins[min(span.line, len(self._origins)) - 1]
        return Span(
            max(line, 1), span.column, max(line, 1) + span.end_line - span.line, span.end_column, cell
        )

    def unplace(self, span: Span) -> Span:
        """A span of a cell as one of the program."""
        line = self._origins.index((span.cell, span.line)) + 1
        return Span(line, span.column, line + span.end_line - span.line, span.end_column)

    def in_file(self, span: Span) -> Span:
        """A span of a cell as one of the file: the whole of the line which holds the cell's line as a string."""
        found = next((cell for cell in self.cells if cell.number == span.cell), None)
        if found is None:
            return Span(1, 1, 1, 1)
        places = found.strings if len(found.strings) >= len(found.lines) - 1 else (found.value,)
        start, end = places[min(span.line, len(places)) - 1] if places else found.value
        line = self.raw.count("\n", 0, start) + 1
        column = start - self.raw.rfind("\n", 0, start)
        return Span(line, column, line, column + (end - start if "\n" not in self.raw[start:end] else 1))

    def rebuilt(self, program: str) -> str:
        """The file for a program that was made of this one's: everything else in it stays as it is.

        Raises ValueError if the marks of the cells are not all there, in their order.
        """
        marks = list(_BEGIN.finditer(program))
        if [int(mark[1]) for mark in marks] != [cell.number for cell in self.cells]:
            message = "the marks of the cells are gone"
            raise ValueError(message)
        if not marks:
            return self.raw
        raw, done = [], 0
        ends = [*(mark.start() for mark in marks[1:]), len(program)]
        head = program[: marks[0].start()]
        for cell, mark, end in zip(self.cells, marks, ends, strict=True):
            after = self._unmasked(cell, head + program[mark.end() : end].removesuffix("\n"))
            head = ""
            if after is not None and after != cell.source:
                raw += [self.raw[done : cell.value[0]], _value(self.raw, cell, after)]
                done = cell.value[1]
        return "".join([*raw, self.raw[done:]])

    def _unmasked(self, cell: Cell, text: str) -> str | None:
        """The cell's new text with its magics again; None for a cell that was left out."""
        if cell.number in self.errors or (any(cell.lines) and not any(masked(cell.lines))):
            return None
        before = cell.lines
        lines = []
        for line in text.split("\n"):
            mask = _MASK.search(line)
            lines.append(before[int(mask[1])] if mask is not None else line)
        return "\n".join(lines)


def read_notebook(raw: str) -> Notebook:
    """The notebook in a file's text. Raises SourceError if it is none of format 4."""
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
        raise SourceError(
            f"not a notebook: {getattr(error, 'msg', 'it nests too deep')}", line, column
        ) from None
    cells = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list):
        raise SourceError("not a notebook of format 4: it has no cells")
    if _language(document) != "python":
        return Notebook(raw, ())
    found = []
    for number, value, strings in _sources(raw):
        cell = cells[number - 1]
        source = cell.get("source")
        if cell.get("cell_type") != "code":
            continue
        if isinstance(source, list) and all(isinstance(line, str) for line in source):
            source = "".join(source)
        if isinstance(source, str):
            found.append(Cell(number, source, value, strings))
    return Notebook(raw, tuple(found))


def masked(lines: Sequence[str]) -> list[str]:
    """The lines of a cell with what is IPython's masked; all empty if the cell is in another language."""
    first = next((index for index, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if lines[first][2:].split(" ")[0].strip() not in PYTHON_MAGICS:
            return [""] * len(lines)
    result: list[str] = []
    continued = False
    for index, line in enumerate(lines):
        if continued:
            continued = line.endswith("\\")
            result.append("")
            continue
        assigned = _ASSIGNED.match(line)
        if (assigned is None and _MAGIC.match(line) is None) or _inside("\n".join(result)):
            result.append(line)
            continue
        continued = line.endswith("\\")
        indent = line[: len(line) - len(line.lstrip())]
        kept = f"{assigned[1]}None" if assigned is not None else f"{indent}pass"
        result.append(f"{kept}  # line {index} (detach)")
    return result


def _inside(text: str) -> bool:
    """Whether what follows ``text`` stands inside a string or a bracket."""
    try:
        for _ in tokenize.generate_tokens(io.StringIO(text + "\n").readline):
            pass
    except tokenize.TokenError:
        return True
    except SyntaxError:
        return False
    return False


def _newer_python(text: str) -> bool:
    """Whether the parser reads what the running Python does not."""
    import libcst

    try:
        libcst.parse_module(text)
    except (libcst.ParserSyntaxError, libcst.CSTValidationError, RecursionError):
        return False
    return True


def _language(document: Mapping[str, Any]) -> str:
    metadata = document.get("metadata")
    if not isinstance(metadata, dict):
        return "python"
    for section, key in (("language_info", "name"), ("kernelspec", "language")):
        said = metadata.get(section)
        if isinstance(said, dict) and isinstance(said.get(key), str):
            return str(said[key]).lower()
    return "python"


def _sources(raw: str) -> Iterator[tuple[int, tuple[int, int], tuple[tuple[int, int], ...]]]:
    """Cell number, place of the value, and places of its strings, of each ``cells[…].source`` in a valid document."""
    path: list[str | int] = []
    expects_key = False
    opened = 0
    strings: list[tuple[int, int]] = []
    for token in _TOKEN.finditer(raw):
        text = token[0]
        inside = len(path) == 4 and path[0] == "cells" and path[2] == "source"
        at_value = len(path) == 3 and path[0] == "cells" and path[2] == "source"
        if text in "[{":
            if at_value:
                opened, strings = token.start(), []
            path.append(0 if text == "[" else "")
            expects_key = text == "{"
        elif text in "]}":
            path.pop()
            if inside and text == "]":
                yield int(path[1]) + 1, (opened, token.end()), tuple(strings)
            expects_key = False
        elif text == ",":
            last = path[-1] if path else ""
            if isinstance(last, int):
                path[-1] = last + 1
            else:
                expects_key = True
        elif text == ":":
            expects_key = False
        elif expects_key:
            path[-1] = str(json.loads(text))
        elif inside:
            strings.append(token.span())
        elif at_value:
            yield int(path[1]) + 1, token.span(), (token.span(),)


def _value(raw: str, cell: Cell, source: str) -> str:
    """A cell's ``source`` as the file would have it: strings of lines that stay are the file's own."""
    start, end = cell.value
    if raw[start] == '"':
        return json.dumps(source, ensure_ascii=raw.isascii())
    before = dict(zip((line for line in _LINE.findall(cell.source) if line), cell.strings))
    lines = [line for line in _LINE.findall(source) if line]
    written = [
        raw[slice(*before[line])] if line in before else json.dumps(line, ensure_ascii=raw.isascii())
        for line in lines
    ]
    if not cell.strings or not written:
        return f"[{', '.join(written)}]"
    opening = raw[start + 1 : cell.strings[0][0]]
    between = raw[cell.strings[0][1] : cell.strings[1][0]] if len(cell.strings) > 1 else f",{opening or ' '}"
    return f"[{opening}{between.join(written)}{raw[cell.strings[-1][1] : end - 1]}]"
