"""A file as its repairs see it: nodes by offsets, statements by their suites, lines by what stands on them."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flake8_detach.evidence.source_index import SourceIndex
from flake8_detach.fixes.edits import Change, Lines
from flake8_detach.fixes.flow import Flow
from flake8_detach.fixes.names import Names
from flake8_detach.source.suppression import Suppressions

_BEFORE_NAME = re.compile(r"\.(?:[ \t\f]|\\(?:\r\n|\r|\n))*\Z")
_BLANK = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\r|\n|\Z)")
_INDENT = re.compile(r"[ \t]*")
_END = re.compile("\r\n|\r|\n")
_PARTS = re.compile(r"[ \t]*# ?(?:%%|In\[)|.*# line \d+ \(detach\)\s*\Z")
"""Where a cell of a notebook begins, and what stands for a line of it that is no Python."""
_SUITES = ("body", "orelse", "finalbody")


@dataclass(frozen=True, slots=True)
class Suite:
    """The statement list that a statement is in: its owner and the statements."""

    owner: ast.AST
    statements: list[ast.stmt]


def first_line(node: ast.expr | ast.stmt) -> int:
    """The line on which an expression, or a statement with its decorators, begins."""
    decorated: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorated)])


@dataclass(frozen=True)
class View:
    """One file: its text and its tree, and what repairs ask about them."""

    index: SourceIndex

    @property
    def text(self) -> str:
        return self.index.text

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def names(self) -> Names:
        return Names(self.index)

    @cached_property
    def flow(self) -> Flow:
        return Flow(self.index.tree)

    @cached_property
    def suppressions(self) -> Suppressions:
        return Suppressions(self.text)

    @cached_property
    def _first_lines(self) -> dict[int, list[int]]:
        return {}

    def first_lines(self, suite: Sequence[ast.stmt]) -> list[int]:
        """The lines on which the statements of a suite of this file begin, their decorators included."""
        known = self._first_lines
        if id(suite) not in known:
            known[id(suite)] = [first_line(statement) for statement in suite]
        return known[id(suite)]

    def start(self, node: ast.AST) -> int:
        """The offset at which a node starts."""
        return self.lines.stretch(self.index.span(node))[0]

    def end(self, node: ast.AST) -> int:
        """The offset at which a node ends."""
        return self.lines.stretch(self.index.span(node))[1]

    def is_exact(self, node: ast.AST) -> bool:
        """Whether a node stands where its position says: inside an f-string, before Python 3.12, it may not."""
        text, meant = self.text[self.start(node) : self.end(node)], ast.unparse(node)
        if text == meant:
            return True
        try:
            return ast.unparse(ast.parse(f"({text})", mode="eval").body) == meant
        except (SyntaxError, ValueError):
            return False

    # -- an attribute

    def replace_attribute(self, node: ast.Attribute, by: str) -> Change | None:
        """Put something else for the name behind the dot."""
        end = self.end(node)
        start = end - len(node.attr)
        return Change(start, end, by) if self.text[start:end] == node.attr else None

    def drop_attribute(self, node: ast.Attribute) -> Change | None:
        """Take away the name with its dot; None where a comment stands between the two."""
        named = self.replace_attribute(node, "")
        dot = _BEFORE_NAME.search(self.text, self.start(node), named.start) if named is not None else None
        return Change(dot.start(), self.end(node), "") if dot is not None else None

    # -- a statement

    def stands_alone(self, statement: ast.stmt) -> bool:
        """Whether nothing else stands on the statement's lines but a comment behind it."""
        return self.begins_line(statement) and self.ends_line(statement)

    def begins_line(self, statement: ast.stmt) -> bool:
        """Whether a line, or several, begin with the statement; an ``elif`` is part of another one."""
        own, start = self.start(statement), self.lines.starts[statement.lineno - 1]
        if isinstance(statement, ast.If) and self.text.startswith("elif", own):
            return False
        return _INDENT.fullmatch(self.text, start, own) is not None and self.begins_line_at(statement.lineno)

    def begins_line_at(self, line: int) -> bool:
        """Whether a line is not the continuation of another behind a backslash."""
        return line == 1 or not self.lines.line(line - 1).rstrip("\r\n").endswith("\\")

    def ends_line(self, statement: ast.stmt) -> bool:
        return _BLANK.match(self.text, self.end(statement)) is not None

    def is_whole(self, first: int, last: int) -> bool:
        """Whether lines can be indented together: they are no two cells of a notebook, and all of them are Python."""
        return not any(_PARTS.match(self.lines.line(number)) for number in range(first, last + 1))

    def indentation(self, line: int) -> str:
        found = _INDENT.match(self.lines.line(line))
        assert found is not None
        return found[0]

    def newline(self, line: int) -> str:
        """The line end of a line; if it has none, that of the file."""
        found = _END.search(self.lines.line(line)) or _END.search(self.text)
        return found[0] if found is not None else "\n"

    @cached_property
    def _first_indentation(self) -> str:
        for node in self.index.nodes:
            if isinstance(node, ast.stmt) and node.col_offset and self.begins_line(node):
                return self.indentation(node.lineno)
        return "    "

    def unit(self, statement: ast.stmt | None, owner: ast.AST) -> str:
        """By how much a block inside ``statement``'s suite is to be indented: as that suite is, or as the file is."""
        line = self.line_of(owner)
        inner = self.indentation(statement.lineno if statement is not None else line or 1)
        outer = self.indentation(line) if line is not None else ""
        deeper = inner.removeprefix(outer) if inner.startswith(outer) else ""
        return deeper or self._first_indentation

    def line_of(self, owner: ast.AST) -> int | None:
        """The line on which what has a suite begins; None for a module."""
        if isinstance(owner, ast.match_case):
            return owner.pattern.lineno
        return owner.lineno if isinstance(owner, ast.stmt | ast.ExceptHandler) else None

    def indented(self, first: int, last: int, by: str, inside: Sequence[ast.stmt]) -> list[Change]:
        """Indent the lines of statements, but for empty ones and those that begin inside a string."""
        kept = {
            line
            for statement in inside
            for node in ast.walk(statement)
            if isinstance(node, ast.JoinedStr)
            or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))
            for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)
        }
        changes = []
        for number in range(first, last + 1):
            if number not in kept and self.lines.line(number).strip(" \t\r\n\f"):
                start = self.lines.starts[number - 1]
                changes.append(Change(start, start, by))
        return changes

    def touches_suppressed(self, changes: Sequence[Change], code: str) -> bool:
        """Whether a change is on a line with a ``# noqa`` comment, of whatever codes, or where `code` is disabled."""
        places = [self.lines.place(c.start)[0] for c in changes] + [
            self.lines.place(c.end)[0] for c in changes
        ]
        known = self.suppressions
        return any(known.mentioned(line) or known.in_block(line, code) for line in dict.fromkeys(places))


def scope_of(around: Sequence[ast.AST]) -> ast.AST:
    """The innermost function of some nodes, or the module."""
    functions = [n for n in around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return functions[-1] if functions else around[0]


def suite_of(around: Sequence[ast.AST], statement: ast.stmt) -> Suite | None:
    """The suite a statement is in, given the nodes around it."""
    if not around:
        return None
    owner = around[-1]
    for name in _SUITES:
        statements = getattr(owner, name, None)
        if isinstance(statements, list) and statement in statements:
            return Suite(owner, statements)
    return None


def statement_around(
    around: Sequence[ast.AST],
) -> tuple[ast.stmt, tuple[ast.AST, ...], tuple[ast.AST, ...]] | None:
    """The innermost statement of some nodes around an expression, what is around it, and what is inside it."""
    for at in range(len(around) - 1, -1, -1):
        node = around[at]
        if isinstance(node, ast.stmt):
            return node, tuple(around[:at]), tuple(around[at + 1 :])
    return None
