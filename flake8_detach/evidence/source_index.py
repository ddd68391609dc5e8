"""One file: its tree, its scopes on demand, and the places where ``.data`` or ``.detach_()`` stands."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from flake8_detach.evidence.scopes import Definition, Scope
from flake8_detach.finding import Span
from flake8_detach.source.masking import masked
from flake8_detach.source.text import lines_of, normalized_newlines
from flake8_detach.source.tree import children_of, nodes_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flake8_detach.evidence.bindings import Binding

_TRIGGER = re.compile(r"\.[\s\\]*(?:#[^\r\n]*[\r\n][\s\\]*)*(?:data|detach_?)\b")
# Methods which change sizes, strides or the storage itself: of the alias alone, the tensor stays as it was.
METADATA = frozenset(
    [
        "resize_",
        "resize_as_",
        "set_",
        "squeeze_",
        "unsqueeze_",
        "t_",
        "transpose_",
        "swapaxes_",
        "swapdims_",
        "as_strided_",
        "rename_",
        "sparse_resize_",
        "sparse_resize_and_clear_",
        "resize_as_sparse_",
    ]
)
_IMPORT = re.compile(r"^[ \t\f]*(?:from|import)[ \t]+([\w.]+(?:[ \t]*,[ \t]*[\w.]+)*)", re.MULTILINE)
_IMPORT_CALL = re.compile(r"""import\w*\(\s*["']([\w.]+)["']""")
_TORCH_BY_NAME = re.compile(
    r"^[ \t\f]*(?:from[ \t]+(?:[\w.]*torch|[^#\r\n]*\bimport\b[^#\r\n]*\btorch\b)|import[ \t]+[\w., \t]*torch)",
    re.MULTILINE,
)
"""An import of a module with PyTorch's name in its own, or of something which is called just that."""
_IMPORTS_ALL = re.compile(r"^[ \t\f]*from[ \t]+[\w.]+[ \t]+import[ \t]*\*", re.MULTILINE)


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """A ``.data`` attribute, or the attribute of a ``.detach_()`` call, with the nodes around it, outermost first."""

    node: ast.Attribute
    around: tuple[ast.AST, ...]

    @property
    def parent(self) -> ast.AST:
        return self.around[-1]


_CALLED = re.compile(r"(\w+)\(")
_DEFINED = re.compile(r"(?:def|class) (\w+)\(")


class SourceIndex:
    """A parsed file. Scopes are built when asked for, each with one walk."""

    def __init__(
        self, text: str, tree: ast.Module, path: str = "<unknown>", shown: Sequence[str] | None = None
    ) -> None:
        """`shown` are the lines without strings and comments, where somebody has them."""
        self.text = text
        self._shown = shown
        self.tree = tree
        self.path = path
        self.definitions: dict[ast.AST, Definition] = {}

    def release(self) -> None:
        """Take apart what refers to each other, when nobody will ask any more: then the tree goes at once, and nothing
        waits for the garbage collector."""
        for definition in self.definitions.values():
            vars(definition).clear()
        vars(self).clear()

    @cached_property
    def module(self) -> Scope:
        """The module's own scope."""
        return Scope(self.tree, self, None, None)

    @cached_property
    def nodes(self) -> Sequence[ast.AST]:
        """All nodes of the file, outer before inner."""
        return nodes_in(self.tree)

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines as Python's tokenizer counts them."""
        return lines_of(self.text)

    @cached_property
    def shown(self) -> str:
        """The text without strings and comments, line for line."""
        return masked(self._plain) if self._shown is None else "\n".join(self._shown)

    @cached_property
    def _plain(self) -> str:
        """The text with each line ended by a line feed, as patterns for whole lines want it."""
        return normalized_newlines(self.text)

    @cached_property
    def roots(self) -> frozenset[str]:
        """The first name of every module imported anywhere in the file, by statement or call, as its text shows it."""
        found = [name.strip() for names in _IMPORT.findall(self._plain) for name in names.split(",")]
        return frozenset(name.partition(".")[0] for name in (*found, *_IMPORT_CALL.findall(self.text)))

    @cached_property
    def imports_torch(self) -> bool:
        """Whether the file imports PyTorch, what has it in its name, or everything of a module and then speaks of it."""
        named = _TORCH_BY_NAME.search(self._plain) is not None
        return named or "torch" in self.roots or (self.imports_all and "torch" in self.text)

    @cached_property
    def imports_all(self) -> bool:
        """Whether there is an ``import *``, which may bring any name."""
        return _IMPORTS_ALL.search(self._plain) is not None

    @cached_property
    def mentions_torch(self) -> bool:
        """Whether the file imports PyTorch, or something built on it, by name."""
        return "torch" in self.text

    @cached_property
    def hands_functions_on(self) -> bool:
        """Whether functions are given to ``apply`` or to something that registers a hook, as the text shows it."""
        return ".apply(" in self.text or "_hook(" in self.text

    @cached_property
    def called(self) -> frozenset[str]:
        """The names that the text shows to be called, not only defined; spares most files the walk over all their scopes."""
        before = Counter(_CALLED.findall(self.text))
        before.subtract(_DEFINED.findall(self.text))
        return frozenset(name for name, times in before.items() if times > 0)

    @cached_property
    def has_type_comments(self) -> bool:
        return "# type:" in self.text or "#type:" in self.text

    @cached_property
    def stored(self) -> dict[str, list[tuple[Binding, Scope]]]:
        """What is stored in parts of things (``x.y``, ``x['y']``), by path, in all scopes of the file."""
        found: dict[str, list[tuple[Binding, Scope]]] = {}
        for scope in self.every_scope():
            for path, bindings in scope.bindings.items():
                if "." in path or "[" in path:
                    found.setdefault(path, []).extend((binding, scope) for binding in bindings)
        return found

    def definition(self, node: ast.AST) -> Definition | None:
        """The definition of a function or class node whose outer scope has been built."""
        return self.definitions.get(node)

    def scope_around(self, around: Sequence[ast.AST]) -> Scope:
        """The innermost scope of a node, given the nodes around it."""
        scope = self.module
        for outer, inner in zip(around, [*around[1:], None], strict=True):
            definition = self.definitions.get(outer)
            if definition is not None and inner in outer.body:  # type: ignore[attr-defined]
                scope = definition.scope
        return scope

    @cached_property
    def calls(self) -> dict[str, list[tuple[ast.Call, Scope]]]:
        """The calls in the file by the last part of what they call, outer scopes before inner ones."""
        found: dict[str, list[tuple[ast.Call, Scope]]] = {}
        for scope in self.every_scope():
            for name, calls in scope.calls.items():
                found.setdefault(name, []).extend((call, scope) for call in calls)
        return found

    def every_scope(self) -> Iterator[Scope]:
        """All scopes of the file, outer before inner."""
        pending = [self.module]
        while pending:
            scope = pending.pop()
            yield scope
            pending.extend(definition.scope for definition in scope.definitions)

    def sites(self) -> list[Site]:
        """Every ``.data`` and ``.detach_()`` of the file, in source order."""
        found = [match.end() for match in _TRIGGER.finditer(self.text)]
        if not found:
            return []
        ends = list(accumulate(len(line) for line in self.lines))
        return _sites(self.tree, sorted({bisect_left(ends, end) + 1 for end in found}))

    def span(self, node: ast.AST) -> Span:
        """A node's place, 1-based in characters."""
        line, end_line = node.lineno, node.end_lineno  # type: ignore[attr-defined]
        column = self._character(line, node.col_offset)  # type: ignore[attr-defined]
        return Span(line, column, end_line, self._character(end_line, node.end_col_offset))  # type: ignore[attr-defined]

    def segment(self, node: ast.AST) -> str:
        """The text of a node as it is written."""
        place = self.span(node)
        lines = self.lines[place.line - 1 : place.end_line]
        if len(lines) == 1:
            return lines[0][place.column - 1 : place.end_column - 1]
        return "".join([lines[0][place.column - 1 :], *lines[1:-1], lines[-1][: place.end_column - 1]])

    def _character(self, line: int, offset: int) -> int:
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        if text.isascii():
            return offset + 1
        return len(text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore")) + 1


_Chain: TypeAlias = "tuple[ast.AST, _Chain] | None"


def _sites(tree: ast.Module, lines: Sequence[int]) -> list[Site]:
    """Walk only into what covers one of the lines."""
    found: list[Site] = []
    stack: list[tuple[ast.AST, _Chain, bool]] = [(tree, None, False)]
    while stack:
        node, chain, whole = stack.pop()
        if not whole and not _covers(node, lines):
            continue
        if isinstance(node, ast.Attribute) and chain is not None:
            parent = chain[0]
            called = isinstance(parent, ast.Call) and parent.func is node
            if node.attr == "data" or (called and (node.attr == "detach_" or _resized(node, chain))):
                found.append(Site(node, _outermost_first(chain)))
        # Before Python 3.12 the positions inside an f-string cannot be relied upon.
        whole = whole or isinstance(node, ast.JoinedStr)
        stack.extend((child, (node, chain), whole) for child in children_of(node))
    found.sort(key=lambda s: (s.node.lineno, s.node.col_offset, s.node.end_lineno, s.node.end_col_offset))
    return found


def _resized(node: ast.Attribute, chain: _Chain) -> bool:
    """Whether ``x.detach`` is that of ``x.detach().resize_(…)``."""
    if node.attr != "detach" or chain is None or chain[1] is None:
        return False
    holder, outer = chain[1][0], chain[1][1]
    return (
        isinstance(holder, ast.Attribute)
        and holder.attr in METADATA
        and outer is not None
        and isinstance(outer[0], ast.Call)
        and outer[0].func is holder
    )


def _covers(node: ast.AST, lines: Sequence[int]) -> bool:
    first = getattr(node, "lineno", None)
    if first is None:
        return True
    for decorator in getattr(node, "decorator_list", ()):
        first = min(first, decorator.lineno)
    at = bisect_left(lines, first)
    return at < len(lines) and lines[at] <= node.end_lineno  # type: ignore[attr-defined]


def _outermost_first(chain: _Chain) -> tuple[ast.AST, ...]:
    nodes = []
    while chain is not None:
        nodes.append(chain[0])
        chain = chain[1]
    return tuple(reversed(nodes))
