"""Are two libcst trees the same, apart from what a unit cannot know of what is around it?"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import zip_longest

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from flake8_detach.finding import Span
from flake8_detach.source.outline import Definition
from flake8_detach.source.text import normalized_newlines
from flake8_detach.source.units import SourceFile, Unit

# Blank lines and comments between statements are no part of a unit; and how an
# indentation is noted depends on the first one of the file.
_AROUND = frozenset(
    {
        "leading_lines",
        "lines_after_decorators",
        "header",
        "footer",
        "indent",
        "default_indent",
        "has_trailing_newline",
    }
)
# Nobody asks where these are.
_NO_POSITION = (
    cst.IndentedBlock,
    cst.Module,
    cst.TrailingWhitespace,
    cst.Newline,
    cst.BaseParenthesizableWhitespace,
)

Pair = tuple[object, object]


def pairs(unit: Unit, left: object, right: object) -> Iterator[Pair]:
    """Corresponding nodes and values of a unit and of the whole tree; where a stub stands for a definition, its name."""
    if isinstance(left, cst.FunctionDef | cst.ClassDef) and unit.definition_of(left) is not None:
        assert isinstance(right, cst.FunctionDef | cst.ClassDef)
        yield type(left), type(right)
        yield from pairs(unit, left.name, right.name)
        return
    yield left, right
    if isinstance(left, cst.CSTNode) and type(left) is type(right):
        for field in dataclasses.fields(left):
            if field.name not in _AROUND:
                yield from pairs(unit, getattr(left, field.name), getattr(right, field.name))
    elif isinstance(left, list | tuple) and isinstance(right, list | tuple):
        for one, other in zip_longest(left, right):
            yield from pairs(unit, one, other)


def same(left: object, right: object) -> bool:
    """Whether the two are of one kind, and, if they are plain values, equal."""
    if isinstance(left, cst.CSTNode | list | tuple):
        return type(left) is type(right)
    return left == right


def check_units(text: str, positions: bool = True) -> int:
    """Compare every unit of a file with the tree of the whole file; how many units there were."""
    wrapper = MetadataWrapper(cst.parse_module(normalized_newlines(text)), unsafe_skip_copy=True)
    ranges = wrapper.resolve(PositionProvider)
    nodes = [
        (ranges[node.name].start.line, node)
        for node in ranges
        if isinstance(node, cst.FunctionDef | cst.ClassDef)
    ]

    def node_of(definition: Definition) -> cst.CSTNode:
        """The definition of that name; the name may stand on a line behind the keyword's."""
        named = [(line, node) for line, node in nodes if node.name.value == definition.name]
        return min((line, id(node), node) for line, node in named if line >= definition.line)[2]

    file = SourceFile(text, "sample.py")
    units = [file.module()]
    units += [file.unit(definition) for definition in file.outline.definitions]
    for unit in units:
        whole = wrapper.module if unit.definition is None else node_of(unit.definition)
        for left, right in pairs(unit, unit.node, whole):
            assert same(left, right), (unit.definition, left, right)
            if positions and isinstance(left, cst.CSTNode) and not isinstance(left, _NO_POSITION):
                assert isinstance(right, cst.CSTNode)
                found = ranges[right]
                span = unit.span(left)
                start = (found.start.line, found.start.column + 1)
                assert (span.line, span.column) == start, (unit.definition, left)
                if not has_block(left):
                    assert span == Span(*start, found.end.line, found.end.column + 1), (unit.definition, left)
    return len(units)


def has_block(node: cst.CSTNode) -> bool:
    """A statement with a block ends where its block does, comments after it included."""
    return isinstance(getattr(node, "body", None), cst.IndentedBlock) or isinstance(
        node, cst.Match | cst.Try | cst.TryStar
    )
