"""How a file names PyTorch: under which name ``torch`` is known, and which functions its imported names are."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from flake8_detach.evidence.source_index import SourceIndex
from flake8_detach.source.tree import children_of, statements_in


@dataclass(frozen=True)
class Names:
    """The imports of a file, and what else its names are bound to."""

    index: SourceIndex
    _otherwise: dict[str, bool] = field(default_factory=dict)

    @property
    def tree(self) -> ast.Module:
        return self.index.tree

    @cached_property
    def _statements(self) -> list[ast.stmt]:
        return statements_in(self.tree.body)

    @cached_property
    def _defined(self) -> frozenset[str]:
        """The names of functions and classes."""
        kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
        return frozenset(node.name for node in self._statements if isinstance(node, kinds))

    @cached_property
    def _imports(self) -> list[tuple[str, str, ast.stmt]]:
        """Each imported name with the dotted name of what it is, and its statement."""
        found: list[tuple[str, str, ast.stmt]] = []
        for node in self._statements:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    first = alias.name.partition(".")[0]
                    found.append((alias.asname or first, alias.name if alias.asname else first, node))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found += [(a.asname or a.name, f"{node.module}.{a.name}", node) for a in node.names]
        return found

    @cached_property
    def _meanings(self) -> dict[str, set[str]]:
        """The dotted names of what each imported name may be."""
        meanings: dict[str, set[str]] = {}
        for name, meaning, _ in self._imports:
            meanings.setdefault(name, set()).add(meaning)
        return meanings

    def imported(self, name: str) -> str | None:
        """The dotted name of what an imported name is; None for one that is bound otherwise too."""
        meanings = self._meanings.get(name, ())
        return next(iter(meanings)) if len(meanings) == 1 and not self.bound(name) else None

    def bound(self, name: str) -> bool:
        """Whether a name is bound anywhere in the file by something else than an import."""
        if name not in self._otherwise:
            self._otherwise[name] = not self._only_used(name) and name in self._bound
        return self._otherwise[name]

    @cached_property
    def _bound(self) -> frozenset[str]:
        return frozenset(_bound(self.index.nodes))

    def _only_used(self, name: str) -> bool:
        """Whether the text shows that a name is called, or asked for an attribute, wherever it stands beside its imports.

        Most names that are asked about are modules, of which it is so; that spares the look at every node.
        """
        if name in self._defined:
            return False
        shown = self.index.shown
        other = re.compile(rf"{name}(?<![\w.]{name})\b(?![ \t]*[.(\[])")
        return all(
            shown.count("\n", 0, match.start()) + 1 in self._import_lines for match in other.finditer(shown)
        )

    @cached_property
    def _import_lines(self) -> frozenset[int]:
        """The lines of imports that have them to themselves."""
        lines = self.index.shown.split("\n")
        spans = {(node.lineno, node.end_lineno or node.lineno) for _, _, node in self._imports}
        return frozenset(
            line
            for first, last in spans
            if not any(sign in text for text in lines[first - 1 : last] for sign in (";", ":="))
            for line in range(first, last + 1)
        )

    def meaning(self, node: ast.expr) -> str | None:
        """The dotted name of what an expression names, if that is imported."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name) or (meaning := self.imported(node.id)) is None:
            return None
        return ".".join([meaning, *reversed(parts)])

    def torch_at(self, around: Sequence[ast.AST]) -> str | None:
        """The name ``torch`` has for a statement with these nodes around it; None where an import has to be added."""
        for name, meaning, node in self._imports:
            if meaning == "torch" and self.imported(name) and self._reaches(node, around):
                return name
        return None

    def torch_before(self, definition: ast.stmt) -> str | None:
        """The name ``torch`` certainly has where a definition is made, which is when its decorators are run."""
        for name, meaning, node in self._imports:
            early = node in self.tree.body and node.lineno < definition.lineno
            if meaning == "torch" and self.imported(name) and early:
                return name
        return None

    def known_as(self, meaning: str, statement: ast.stmt) -> str | None:
        """How a statement may name what an import of the module brings: ``copy.deepcopy`` may be ``deepcopy``."""
        for name, brought, node in self._imports:
            rest = meaning.removeprefix(brought)
            if node in self.tree.body and self.imported(name) and meaning.startswith(brought):
                if rest[:1] in ("", ".") and node.lineno < statement.lineno:
                    return f"{name}{rest}"
        return None

    def place_for_import(self, module: str) -> ast.stmt | None:
        """The module's import before which one more is to stand; None if that would not give the name to all of the file.

        It is the first of the same package, or else the first that would be sorted behind it. Those inside blocks do not
        count, nor those behind the first statement that is none.
        """
        if self.bound(module) or any(name == module for name, _, _ in self._imports):
            return None
        imports = [node for node in self._leading if _section(node) >= _section_of(module)]
        same = [node for node in imports if _package(node) == module]
        behind = [
            node for node in imports if (_section(node), isinstance(node, ast.ImportFrom), _package(node))
            > (_section_of(module), False, module)
        ]  # fmt: skip
        return next(iter([*same, *behind, *imports, *self._leading]), None)

    @cached_property
    def _leading(self) -> list[ast.Import | ast.ImportFrom]:
        """The first imports of the module that stand together, without those of ``__future__``."""
        found: list[ast.Import | ast.ImportFrom] = []
        for node in self.tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.append(node)
            elif found:
                break
        return [node for node in found if _package(node) != "__future__"]

    def _reaches(self, statement: ast.stmt, around: Sequence[ast.AST]) -> bool:
        if statement in self._of_module:
            return True
        here = around[-1] if around else None
        before = here is None or statement.lineno < getattr(here, "lineno", 0)
        functions = [n for n in around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        return before and any(statement in function.body for function in functions)

    @cached_property
    def _of_module(self) -> set[ast.stmt]:
        """The module's own imports, those in ``try`` and ``if`` included."""
        found: set[ast.stmt] = set()
        todo: list[ast.AST] = list(self.tree.body)
        while todo:
            node = todo.pop()
            if isinstance(node, ast.Import | ast.ImportFrom):
                found.add(node)
            elif isinstance(node, ast.If | ast.Try | ast.With | ast.ExceptHandler):
                todo += children_of(node)
        return found


def _package(node: ast.Import | ast.ImportFrom) -> str:
    name = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    return name.partition(".")[0]


def _section(node: ast.Import | ast.ImportFrom) -> int:
    """Imports are sorted by section: the standard library, packages, the project's own."""
    return 2 if isinstance(node, ast.ImportFrom) and node.level else _section_of(_package(node))


def _section_of(package: str) -> int:
    return 0 if package in sys.stdlib_module_names else 1


_NAMED = (
    ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler | ast.MatchAs | ast.MatchStar
)


def _bound(nodes: Sequence[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, _NAMED) and node.name is not None:
            yield node.name


def local_to(name: str, around: Sequence[ast.AST]) -> bool:
    """Whether assigning to ``name`` in a statement with these nodes around it binds the variable that is read there."""
    functions = [n for n in around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    if not functions:
        return not any(isinstance(n, ast.ClassDef) for n in around)
    if any(isinstance(n, ast.ClassDef) for n in around[around.index(functions[-1]) :]):
        return False
    bound = False
    todo: list[ast.AST] = [functions[-1].args, *functions[-1].body]
    while todo:
        node = todo.pop()
        match node:
            case ast.Name(id=found, ctx=ast.Store()) | ast.arg(arg=found) if found == name:
                bound = True
            case ast.Global(names=names) | ast.Nonlocal(names=names) if name in names:
                return True
        inner = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
        if not isinstance(node, inner | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            todo += children_of(node)
    return bound
