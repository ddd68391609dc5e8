"""One scope of a file, seen in one walk: what binds its names, how they are used, what is tested of them.

A `Scope` is a module, a class body or a function body, without the functions and classes defined in it; those
become definitions, whose own scopes are built when somebody asks.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from flake8_detach.evidence.bindings import Contents, FunctionNode
from flake8_detach.evidence.scope_walk import collect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_detach.evidence.source_index import SourceIndex


@dataclass(eq=False)
class FunctionDefinition:
    """A function and the scope it is defined in."""

    node: FunctionNode
    outer: Scope

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.node, self.outer.index, self.outer, self)

    @property
    def in_class(self) -> ClassDefinition | None:
        owner = self.outer.owner
        return owner if isinstance(owner, ClassDefinition) else None

    @cached_property
    def parameters(self) -> list[ast.arg]:
        a = self.node.args
        return [*a.posonlyargs, *a.args]

    @cached_property
    def decorators(self) -> frozenset[str]:
        """The last word of each decorator."""
        words = set()
        for node in self.node.decorator_list:
            target = node.func if isinstance(node, ast.Call) else node
            words.add(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""))
        return frozenset(words)


@dataclass(eq=False)
class ClassDefinition:
    """A class and the scope it is defined in."""

    node: ast.ClassDef
    outer: Scope

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.node, self.outer.index, self.outer, self)


Definition: TypeAlias = FunctionDefinition | ClassDefinition


@dataclass(eq=False)
class Scope(Contents):
    """One scope; ``owner`` is its definition, None for a module."""

    node: ast.Module | ast.ClassDef | FunctionNode
    index: SourceIndex
    outer: Scope | None
    owner: Definition | None
    definitions: list[Definition] = field(default_factory=list)

    def __post_init__(self) -> None:
        collect(self.node, self)
        for node in self.inner:
            definition: Definition = (
                ClassDefinition(node, self)
                if isinstance(node, ast.ClassDef)
                else FunctionDefinition(node, self)
            )
            self.definitions.append(definition)
            self.index.definitions[node] = definition

    @property
    def name_scopes(self) -> Iterator[Scope]:
        """This scope and those around it in which a free name is looked up."""
        scope: Scope | None = self
        while scope is not None:
            if scope is self or not isinstance(scope.owner, ClassDefinition):
                yield scope
            scope = scope.outer
