"""Where the nodes of a tree stand, without a copy of the tree.

libcst keeps no positions: its PositionProvider gets them by writing the code out again and noting where each node begins
and ends, over a deep copy of the tree. Here the same writing out counts characters only, over the tree itself; lines and
columns are worked out for the nodes that somebody asks for.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from libcst._nodes.internal import CodegenState

from flake8_detach.source.deep import with_deep_stack

if TYPE_CHECKING:
    from types import TracebackType

    import libcst as cst


class Positions:
    """The nodes of one parsed module by their offsets in its code, whose line ends are all one character."""

    __slots__ = ("_line_starts", "_ranges")

    def __init__(self, module: cst.Module, text: str) -> None:
        recorder = _Recorder(module.default_indent)
        try:
            module._codegen(recorder)  # noqa: SLF001
        except RecursionError:
            recorder = _Recorder(module.default_indent)
            with_deep_stack(lambda: module._codegen(recorder))  # noqa: SLF001
        self._ranges = recorder.ranges
        starts = [0]
        end = text.find("\n")
        while end >= 0:
            starts.append(end + 1)
            end = text.find("\n", end + 1)
        self._line_starts = starts

    def of(self, node: cst.CSTNode) -> tuple[int, int, int, int]:
        """Line, column, end line and end column of a node, all 0-based. Raises KeyError for a node from elsewhere."""
        start, end = self._ranges[node]
        starts = self._line_starts
        line = bisect_right(starts, start) - 1
        end_line = bisect_right(starts, end) - 1
        return line, start - starts[line], end_line, end - starts[end_line]

    def nodes(self) -> list[cst.CSTNode]:
        """All nodes, inner ones before those around them."""
        return list(self._ranges)


class _Recorder(CodegenState):
    """Counts the characters that are written, and notes the count at each node's beginning and end."""

    def __init__(self, default_indent: str) -> None:
        # The text that is parsed has "\n" at the end of every line; tokens stay empty, nobody reads them.
        super().__init__(default_indent=default_indent, default_newline="\n")
        self.offset = 0
        self.indentation = 0
        self.stack: list[int] = []
        self.ranges: dict[cst.CSTNode, tuple[int, int]] = {}

    def increase_indent(self, value: str) -> None:
        self.indent_tokens.append(value)
        self.indentation += len(value)

    def decrease_indent(self) -> None:
        self.indentation -= len(self.indent_tokens.pop())

    def add_indent_tokens(self) -> None:
        self.offset += self.indentation

    def add_token(self, value: str) -> None:
        self.offset += len(value)

    def pop_trailing_newline(self) -> None:
        self.offset -= 1

    def before_codegen(self, node: cst.CSTNode) -> None:  # noqa: ARG002
        self.stack.append(self.offset)

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self.stack.pop()
        if node not in self.ranges:
            self.ranges[node] = (start, self.offset)

    def record_syntactic_position(  # type: ignore[override]  # a plain context manager does for the generator
        self,
        node: cst.CSTNode,
        *,
        start_node: cst.CSTNode | None = None,
        end_node: cst.CSTNode | None = None,
    ) -> _Stretch:
        return _Stretch(self, node, start_node, end_node)


class _Stretch:
    """The node's own text, without the whitespace and the parentheses around it."""

    __slots__ = ("end_node", "node", "recorder", "start", "start_node")

    def __init__(
        self,
        recorder: _Recorder,
        node: cst.CSTNode,
        start_node: cst.CSTNode | None,
        end_node: cst.CSTNode | None,
    ) -> None:
        self.recorder = recorder
        self.node = node
        self.start_node = start_node
        self.end_node = end_node

    def __enter__(self) -> None:
        self.start = self.recorder.offset

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            ranges = self.recorder.ranges
            start = self.start if self.start_node is None else ranges[self.start_node][0]
            end = self.recorder.offset if self.end_node is None else ranges[self.end_node][1]
            ranges[self.node] = (start, end)
