"""One site with all that a rule may ask about it, and the two answers a rule can give."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from flake8_detach.evidence.bindings import Use, path_of
from flake8_detach.evidence.kinds import Kind
from flake8_detach.evidence.scopes import Scope
from flake8_detach.evidence.verdict import Judgement, Known, Verdict
from flake8_detach.settings import NOTHING_DECLARED, Declared

if TYPE_CHECKING:
    from flake8_detach.evidence.infer import Inference
    from flake8_detach.evidence.source_index import Site, SourceIndex


@dataclass(frozen=True)
class Case:
    """A site with all that a rule may ask about it."""

    site: Site
    index: SourceIndex
    inference: Inference
    known: Known | None
    declared: Declared = NOTHING_DECLARED

    @cached_property
    def scope(self) -> Scope:
        return self.index.scope_around(self.site.around)

    @property
    def receiver(self) -> ast.expr:
        return self.site.node.value

    @cached_property
    def path(self) -> str | None:
        return path_of(self.receiver)

    @cached_property
    def kind(self) -> Kind:
        return self.inference.kind(self.receiver, self.scope)

    @cached_property
    def result_uses(self) -> list[Use]:
        """What is done with the ``.data``: here, or by the name it is bound to."""
        parent = self.site.parent
        if isinstance(parent, ast.Attribute):
            outer = self.site.around[-2]
            return [Use(parent.attr, parent, isinstance(outer, ast.Call) and outer.func is parent)]
        if isinstance(parent, ast.Subscript) and parent.value is self.site.node and len(self.site.around) > 2:
            outer, outermost = self.site.around[-2], self.site.around[-3]
            if isinstance(outer, ast.Attribute):
                return [Use(outer.attr, outer, isinstance(outermost, ast.Call) and outermost.func is outer)]
        if isinstance(parent, ast.Assign) and parent.value is self.site.node:
            names = [path_of(t) for t in parent.targets if not isinstance(t, (ast.Tuple, ast.List))]
            return [use for name in names if name is not None for use in self._uses_after(name, parent)]
        return []

    def _uses_after(self, name: str, assignment: ast.Assign) -> list[Use]:
        """The uses of a name from its assignment to its next."""
        end = (assignment.end_lineno or 0, assignment.end_col_offset or 0)
        later = [b.position for b in self.scope.bindings.get(name, ()) if b.position > end]
        until = min(later, default=(1 << 30, 0))
        return [
            use for use in self.scope.uses.get(name, ())
            if end < (use.node.lineno, use.node.col_offset) < until
        ]  # fmt: skip


Rule: TypeAlias = Callable[[Case], Judgement | None]


def tensor(rule: str, reason: str) -> Judgement:
    return Judgement(Verdict.TENSOR, rule, reason)


def other(rule: str, reason: str) -> Judgement:
    return Judgement(Verdict.NOT_TENSOR, rule, reason)
