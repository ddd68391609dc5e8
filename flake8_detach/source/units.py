"""A file parsed piece by piece, each piece when it is asked for.

The pieces are *units*: the module without its definitions, a class without the definitions in it, a function with all
that is in it. Each is parsed alone. Where a unit leaves out a definition, a one-line stub with its name stands on the
line of its keyword, so that the scope's own order of statements stays; ``Unit.definition_of`` leads from the stub to the
definition, whose own unit has the real one. Lines that hold nothing are left out: each costs the parser as much as a short
statement. Lines and columns are those of the file everywhere.

A unit that cannot be parsed alone is taken from the tree of the whole file; a file that cannot be parsed is a SourceError.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import libcst as cst

from flake8_detach.finding import Span
from flake8_detach.source.deep import with_deep_stack
from flake8_detach.source.outline import Definition, Outline
from flake8_detach.source.outlined import OutlinedFile
from flake8_detach.source.positions import Positions
from flake8_detach.source.syntax import python_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

UnitNode: TypeAlias = cst.Module | cst.FunctionDef | cst.ClassDef

# libcst's parser knows identifiers of a newer Unicode than the nodes it makes, which the running Python checks.
NOT_READ = (cst.ParserSyntaxError, cst.CSTValidationError)

_HEADER = re.compile(r"[ \t]*(?:async[ \t\f]+)?(?:def|class)[ \t\f]+\w+")
_INDENTATION = (" ", "\t")

# A stub says in a comment which definition it stands for.
_STUB_MARK = "#unit:"
_MARK = re.compile(f"{_STUB_MARK}([0-9]{{1,9}})")

# A nested definition is parsed under this line, so that its columns are those of the file.
_AROUND = "if 1:"


class TooComplex(Exception):
    """A unit which is left out, because it is beyond the parser: deeper than can be parsed, or newer."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


class SourceFile(OutlinedFile):
    """The text of a file, its outline, and its units."""

    def __init__(self, text: str, path: str, *, read: OutlinedFile | None = None) -> None:
        """`read` is the same file where its outline is known already.

        Raises SourceError for text that cannot be Python at all (see ``text.from_string``) or nests too deep.
        """
        if read is None:
            super().__init__(text, path)
        else:
            self.__dict__.update(read.__dict__)
        # What stands before a form feed in an indentation is no part of it, and libcst would drop it unevenly.
        self._parsed_lines = list(self.lines)
        for line, length in self.outline.form_feeds.items():
            self._parsed_lines[line - 1] = self._parsed_lines[line - 1][length:]
        self._skipped = set(self.outline.empty)
        for table in self.outline.tables:
            self._parsed_lines[table.line - 1] = table.short
            self._skipped.update(range(table.line + 1, table.end_line + 1))
        self._units: dict[int | None, Unit] = {}

    def module(self) -> Unit:
        """The module without its definitions. Raises SourceError or TooComplex."""
        return self._unit(None)

    def unit(self, definition: Definition) -> Unit:
        """That definition, with its decorators. Raises SourceError or TooComplex."""
        return self._unit(definition)

    def check(self) -> None:
        """Raise SourceError for what neither parser reads, also in a piece that nobody asks for."""
        with suppress(TooComplex):
            _ = self._whole

    def _unit(self, definition: Definition | None) -> Unit:
        index = None if definition is None else definition.index
        if index not in self._units:
            unit = self._parse_alone(definition)
            self._units[index] = self._parse_in_file(definition) if unit is None else unit
        return self._units[index]

    def _parse_alone(self, definition: Definition | None) -> Unit | None:
        """The unit from its own lines, or None if they are not one whole piece of syntax."""
        first, end = (
            (1, len(self.lines)) if definition is None else (definition.first_line, definition.end_line)
        )
        left_out = (
            () if definition is not None and definition.kind == "function" else self.children(definition)
        )
        deep = self._guard(first, end, left_out)
        nested = definition is not None and self._parsed_lines[first - 1][:1] in _INDENTATION
        lines = {first - 1: _AROUND} if nested else {}
        for child in left_out:
            header = _HEADER.match(self._parsed_lines[child.line - 1])
            if header is None:
                return None
            lines |= self._lines(first, child.first_line - 1)
            parameters = "" if child.kind == "class" else "()"
            lines[child.line] = f"{header[0]}{parameters}: pass{_STUB_MARK}{child.index}"
            first = child.end_line + 1
        lines |= self._lines(first, end)
        if definition is not None:
            lines[end + 1] = ""
        try:
            tree = _Tree(lines, deep)
        except NOT_READ:
            return None
        node = tree.module if definition is None else _sole_definition(tree.module, nested, definition)
        return None if node is None else Unit(self.outline, definition, node, tree, {})

    def _parse_in_file(self, definition: Definition | None) -> Unit:
        """The unit out of the tree of the whole file."""
        tree = self._whole
        inner = () if definition is not None and definition.kind == "function" else self.children(definition)
        children = {tree.definitions[child.line]: child for child in inner if child.line in tree.definitions}
        node: UnitNode | None = tree.module if definition is None else tree.definitions.get(definition.line)
        if node is None:
            line = 1 if definition is None else definition.line
            raise TooComplex(line, "a definition cannot be told from what is around it")
        return Unit(self.outline, definition, node, tree, children)

    @cached_property
    def _whole(self) -> _Tree:
        deep = self._guard(1, len(self.lines), ())
        lines = self._lines(1, len(self.lines))
        try:
            return _Tree(lines, deep)
        except NOT_READ as error:
            wrong = python_error(self.text)
            if wrong is not None:
                raise wrong from None
            # Python can read it, or does not say; then it is libcst that cannot.
            at = min(error.raw_line, len(lines)) - 1 if isinstance(error, cst.ParserSyntaxError) else 0
            line = list(lines)[at]
            raise TooComplex(line, "syntax that libcst does not know") from None

    def _lines(self, first: int, end: int) -> dict[int, str]:
        """What the parser is given of these lines: those that hold something, and the file's last for the line end before it."""
        lines, skipped, last = self._parsed_lines, self._skipped, len(self.lines)
        return {n: lines[n - 1] for n in range(first, end + 1) if n not in skipped or n == last}

    def _guard(self, first: int, end: int, left_out: Iterable[Definition]) -> bool:
        """Whether something in these lines nests deep. Raises TooComplex if it must not be parsed."""
        found = [each for each in self.outline.deep if first <= each.line and each.end_line <= end]
        if found:
            gaps = [(child.first_line, child.end_line) for child in left_out]
            found = [each for each in found if not any(start <= each.line <= stop for start, stop in gaps)]
        for each in found:
            if each.too_deep:
                raise TooComplex(each.line, each.reason)
        return bool(found)


class _Tree:
    """A parsed text, given as lines by their numbers in the file."""

    def __init__(self, lines: Mapping[int, str], deep: bool) -> None:
        """Raises what `NOT_READ` names."""
        text = "\n".join(lines.values())
        self.text = text
        self.numbers = tuple(lines)
        self.module = with_deep_stack(lambda: cst.parse_module(text)) if deep else cst.parse_module(text)

    @cached_property
    def positions(self) -> Positions:
        return Positions(self.module, self.text)

    @cached_property
    def definitions(self) -> dict[int, cst.FunctionDef | cst.ClassDef]:
        """All definitions by the line of their name."""
        return {
            self.numbers[self.positions.of(node.name)[0]]: node
            for node in self.positions.nodes()
            if isinstance(node, cst.FunctionDef | cst.ClassDef)
        }


class Unit:
    """One parsed piece of a file: ``node`` is the module, or the whole definition with its decorators."""

    __slots__ = ("_children", "_outline", "_tree", "definition", "node")

    def __init__(
        self,
        outline: Outline,
        definition: Definition | None,
        node: UnitNode,
        tree: _Tree,
        children: Mapping[cst.FunctionDef | cst.ClassDef, Definition],
    ) -> None:
        self.definition = definition
        self.node = node
        self._outline = outline
        self._tree = tree
        self._children = children

    def span(self, node: cst.CSTNode) -> Span:
        """Where a node of this unit stands in the file; the first call works it out for the whole unit.

        Raises KeyError for a node which is not of this unit.
        """
        line, column, end_line, end_column = self._tree.positions.of(node)
        line, end_line = self._tree.numbers[line], self._tree.numbers[end_line]
        moved = self._outline.form_feeds
        return Span(line, column + 1 + moved.get(line, 0), end_line, end_column + 1 + moved.get(end_line, 0))

    def definition_of(self, node: cst.FunctionDef | cst.ClassDef) -> Definition | None:
        """The definition to ask ``SourceFile.unit`` for, if ``node`` stands in this unit for one with its own."""
        body = node.body
        if isinstance(body, cst.SimpleStatementSuite):
            comment = body.trailing_whitespace.comment
            if comment is not None and (mark := _MARK.fullmatch(comment.value)):
                definitions = self._outline.definitions
                index = int(mark[1])
                if index < len(definitions) and definitions[index].name == node.name.value:
                    return definitions[index]
        return self._children.get(node)


def _sole_definition(
    module: cst.Module, nested: bool, definition: Definition
) -> cst.FunctionDef | cst.ClassDef | None:
    """The definition which is all that was parsed."""
    body: Sequence[cst.BaseStatement | cst.BaseSmallStatement] = module.body
    if nested:
        around = body[0]
        if len(body) != 1 or not isinstance(around, cst.If):
            return None
        body = around.body.body
    if (
        len(body) == 1
        and isinstance(body[0], cst.FunctionDef | cst.ClassDef)
        and body[0].name.value == definition.name
    ):
        return body[0]
    return None
