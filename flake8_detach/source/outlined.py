"""A file's text with its outline, which is told without parsing, and Python's own tree of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from functools import cached_property

from flake8_detach.source.outline import Definition, Outline, outline
from flake8_detach.source.syntax import python_error
from flake8_detach.source.text import SourceError, from_string, normalized_newlines
from flake8_detach.source.tree import children_of


class OutlinedFile:
    """The text of a file, its lines, and its outline."""

    def __init__(self, text: str, path: str, tree: ast.Module | None = None) -> None:
        """`tree` is the file's, where it is parsed already.

        Raises SourceError for text that cannot be Python at all (see ``text.from_string``) or nests too deep."""
        self.path = path
        self.text = from_string(text).text
        self.lines: tuple[str, ...] = tuple(normalized_newlines(self.text).split("\n"))
        try:
            self.outline: Outline = outline(self.text)
        except SourceError as error:
            raise python_error(self.text) or error from None
        self._children: dict[int | None, list[Definition]] = {}
        for definition in self.outline.definitions:
            self._children.setdefault(definition.parent, []).append(definition)
        self._tree = tree

    def children(self, definition: Definition | None) -> Sequence[Definition]:
        """The definitions directly in that one, or (None) in the module."""
        return self._children.get(None if definition is None else definition.index, ())

    def text_of(self, definition: Definition) -> str:
        """A definition with its decorators, without strings and comments."""
        lines = self.outline.masked[definition.first_line - 1 : definition.end_line]
        return "\n".join([line.rstrip() for line in lines])

    @cached_property
    def tree(self) -> ast.Module | None:
        """The file as the Python that runs reads it; None if it does not."""
        if self._tree is not None:
            return self._tree
        try:
            return ast.parse(self.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    @cached_property
    def functions(self) -> Mapping[int, ast.FunctionDef | ast.AsyncFunctionDef]:
        """The functions of the tree by the line of their keyword; those inside others are left out."""
        found: dict[int, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        todo: list[ast.AST] = [] if self.tree is None else [self.tree]
        while todo:
            node = todo.pop()
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[node.lineno] = node
            elif not isinstance(node, ast.expr):
                todo += children_of(node)
        return found
