"""What an expression evaluates to, found by following the program's text.

`Inference` answers for any expression of any scope, remembers its answers and never runs anything. It follows
names to what binds them, attributes to the classes that define them, and calls to what they return. The order
in which a name's value is looked for:

1. a test which holds at that place (``isinstance``);
2. what binds the name: annotations, then values, nearest first, back to one that surely ran;
3. what the enclosing scopes bind;
4. how the name is used elsewhere in its scope: only tensors have a ``.requires_grad``.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from flake8_detach.evidence import calls, guards, libraries, members, parameters, type_notes, uses
from flake8_detach.evidence.bindings import Binding, Position, path_of, start_of
from flake8_detach.evidence.kinds import (
    NOTHING,
    UNKNOWN,
    ClassObject,
    Foreign,
    Function,
    Imported,
    Instance,
    Kind,
    Method,
    Module,
    Plain,
    Row,
    Several,
    Table,
    Tensor,
    Unknown,
    element_of,
    item_of,
    iterated,
    join,
)
from flake8_detach.evidence.scopes import ClassDefinition, FunctionDefinition, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flake8_detach.evidence.resolver import Resolver

MAX_DEPTH = 60
_OPEN = (UNKNOWN, NOTHING, Several(UNKNOWN), Several(NOTHING), Table(UNKNOWN))
_BUILTINS = frozenset(dir(builtins))


class Inference:
    """Kinds of expressions, over one file or, with a resolver which sees them, many."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self._memo: dict[tuple[str, int | str], tuple[object, Kind]] = {}
        self._active: set[tuple[str, int | str]] = set()

    def kind(self, node: ast.expr, scope: Scope) -> Kind:
        """What an expression evaluates to."""
        return self.once("value", node, lambda: self._evaluate(node, scope))

    def once(self, what: str, node: object, compute: Callable[[], Kind]) -> Kind:
        key = (what, node if isinstance(node, str) else id(node))
        if key in self._memo:
            return self._memo[key][1]
        if key in self._active or len(self._active) >= MAX_DEPTH:
            return UNKNOWN
        self._active.add(key)
        try:
            result = compute()
        finally:
            self._active.discard(key)
        self._memo[key] = (node, result)  # the node is kept, so that its id stays its own
        return result

    # -- expressions ---------------------------------------------------------------------------------------

    def _evaluate(self, node: ast.expr, scope: Scope) -> Kind:
        match node:
            case ast.Name(name):
                return self.name(name, scope, start_of(node))
            case ast.Attribute() | ast.Subscript():
                return self._path(node, scope)
            case ast.Call():
                return calls.call(self, node, scope)
            case ast.Constant(value):
                return Plain("None" if value is None else f"a {type(value).__name__}")
            case ast.BinOp(left, _, right):
                return self._operation([left, right], scope)
            case ast.Compare(left, ops, comparators):
                if any(isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in ops):
                    return Plain("a bool")
                return self._operation([left, *comparators], scope)
            case ast.UnaryOp(op, operand):
                return Plain("a bool") if isinstance(op, ast.Not) else self._operation([operand], scope)
            case ast.BoolOp(_, values):
                return join(self.kind(value, scope) for value in values)
            case ast.IfExp(_, body, orelse):
                return join([self.kind(body, scope), self.kind(orelse, scope)])
            case ast.NamedExpr(_, value) | ast.Await(value) | ast.Starred(value):
                return self.kind(value, scope)
            case ast.Tuple(elts):
                if any(isinstance(e, ast.Starred) for e in elts):
                    return Several(self._joined_elements(elts, scope))
                return Row(tuple(self.kind(e, scope) for e in elts))
            case ast.List(elts) | ast.Set(elts):
                return Several(self._joined_elements(elts, scope) if elts else NOTHING)
            case ast.Dict(keys, values):
                return self._table(keys, values, scope)
            case ast.ListComp(elt) | ast.SetComp(elt) | ast.GeneratorExp(elt):
                return Several(self.kind(elt, scope))
            case ast.DictComp(_, value):
                return Table(self.kind(value, scope))
            case ast.JoinedStr():
                return Plain("a str")
            case ast.Lambda():
                return Plain("a function")
        return UNKNOWN

    def _joined_elements(self, elements: Iterable[ast.expr], scope: Scope) -> Kind:
        return join(
            element_of(self.kind(e.value, scope)) if isinstance(e, ast.Starred) else self.kind(e, scope)
            for e in elements
        )

    def _table(self, keys: list[ast.expr | None], values: list[ast.expr], scope: Scope) -> Kind:
        entries = []
        for key, value in zip(keys, values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                entries.append((key.value, self.kind(value, scope)))
        complete = len(entries) == len(keys)
        everything = join(self.kind(value, scope) for value in values) if complete else UNKNOWN
        return Table(everything, tuple(entries))

    def _operation(self, operands: list[ast.expr], scope: Scope) -> Kind:
        """Arithmetic and comparison: a tensor among the operands makes the result one."""
        kinds = [self.kind(operand, scope) for operand in operands]
        for kind in kinds:
            if isinstance(kind, Tensor):
                return Tensor(
                    f"computed from {kind.reason}" if len(kind.reason) < 60 else kind.reason, kind.rule
                )
        if all(isinstance(kind, Plain) for kind in kinds):
            return Plain("a number")
        if all(isinstance(k, Plain) or (isinstance(k, Foreign) and k.closed) for k in kinds):
            return next(k for k in kinds if isinstance(k, Foreign))
        if all(isinstance(kind, (Several, Plain)) for kind in kinds):
            return next((k for k in kinds if isinstance(k, Several)), UNKNOWN)
        return UNKNOWN

    # -- names and paths -----------------------------------------------------------------------------------

    def name(self, name: str, scope: Scope, position: Position | None) -> Kind:
        """What a name is at a position of its scope, or anywhere in it (None)."""
        for looked in scope.name_scopes:
            if name in looked.globals and looked is not scope.index.module:
                continue
            bindings = looked.bindings.get(name)
            if not bindings:
                continue
            at = position if looked is scope else None
            guarded = guards.narrowed(self, name, looked, at)
            if guarded is not None:
                return guarded
            known = self._bound(bindings, looked, at)
            if known is None:
                continue
            if known == Plain("None"):
                known = self._bound_from_within(name, looked)
            if known in _OPEN:
                known = uses.from_uses(self, name, looked, known, at)
            return known
        if name in _BUILTINS:
            return Imported(f"builtins.{name}")
        for binding in scope.index.module.bindings.get("*", ()):
            kind = self.imported(self.absolute(binding, scope).removesuffix("*") + name)
            if not isinstance(kind, Imported) or libraries.is_torch(kind.name):
                return kind
        if scope.index.imports_all and name in libraries.CUSTOMARY:
            return Imported(libraries.CUSTOMARY[name])
        return UNKNOWN

    def _bound_from_within(self, name: str, scope: Scope) -> Kind:
        """What functions bind to a name of `scope` that is None there (``global``, ``nonlocal``)."""
        found: list[Kind] = []
        for within in scope.index.every_scope():
            if name in within.globals and within is not scope:
                around = (s for s in within.name_scopes if name not in s.globals and s.bindings.get(name))
                kind = self._bound(within.bindings.get(name, []), within, None)
                if kind is not None and next(around, None) is scope:
                    found.append(kind)
        return join([Plain("None"), *found])

    def _bound(self, bindings: list[Binding], scope: Scope, position: Position | None) -> Kind | None:
        """The join of what may have bound a path at a position; None where none of them is visible there."""
        visible = [
            b for b in bindings if b.local is None or (position is not None and b.local.holds(position))
        ]
        if not visible:
            return None
        if position is None:
            return join(self.bound(b, scope) for b in visible)
        reaching: list[Binding] = []
        for binding in reversed(visible):
            if binding.position <= position or binding.local is not None:
                reaching.append(binding)
                if binding.form != "augmented" and (binding.block is None or binding.block.holds(position)):
                    break
        result = join(self.bound(b, scope) for b in reaching)
        if result == UNKNOWN:  # what is declared holds for what is assigned later
            outer = scope.outer or scope
            result = join(
                type_notes.annotated(self, b.annotation, outer if b.form == "argument" else scope)
                for b in visible
                if b.annotation is not None
            )
        if isinstance(result, (Unknown, Plain)):
            later = [b for b in visible if b.local is None and scope.reaches_back(b, position)]
            return join([result, *(self.bound(b, scope) for b in later)]) if later else result
        return result

    def bound(self, binding: Binding, scope: Scope) -> Kind:
        """What one binding gives its path."""
        return self.once("binding", binding, lambda: self._binding(binding, scope))

    def _binding(self, binding: Binding, scope: Scope) -> Kind:
        source = binding.source
        if binding.form == "argument":
            assert isinstance(source, ast.arg)
            return parameters.parameter(self, binding, source, scope)
        if binding.annotation is not None:
            known = type_notes.annotated(self, binding.annotation, scope)
            if known != UNKNOWN or binding.form == "annotation":
                return known
        match binding.form:
            case "definition":
                definition = scope.index.definitions[source]
                if isinstance(definition, ClassDefinition):
                    return ClassObject(definition)
                return Function(definition)
            case "import":
                return self.imported(self.absolute(binding, scope))
            case "augmented":
                assert isinstance(source, ast.AugAssign)
                value = self.kind(source.value, scope)
                return value if isinstance(value, (Tensor, Several)) else UNKNOWN
        assert isinstance(source, ast.expr)
        noted = type_notes.type_comment(self, binding, scope)
        if noted is not None:
            return noted
        kind = self.kind(source, scope)
        if binding.form == "element":
            kind = self._iterated(kind)
        elif binding.form == "entered":
            kind = calls.entered(kind)
        for index in binding.unpack:
            kind = Several(element_of(kind)) if index is None else item_of(kind, index)
        if kind == UNKNOWN and binding.form == "element":
            return uses.from_siblings(self, binding, scope)
        return kind

    def absolute(self, binding: Binding, scope: Scope) -> str:
        """The full dotted name that an import binds."""
        return self.resolver.absolute(scope.index, binding.imported, binding.level)

    def _path(self, node: ast.Attribute | ast.Subscript, scope: Scope) -> Kind:
        """An attribute or subscript: what was stored under the same path, else what its owner has there."""
        path = path_of(node)
        known: Kind | None = None
        if path is not None:
            guarded = guards.narrowed(self, path, scope, start_of(node))
            if guarded is not None:
                return guarded
            stored = scope.bindings.get(path)
            if stored:
                known = self._bound(
                    [b for b in stored if b.position <= start_of(node)] or stored, scope, start_of(node)
                )
                # Where a None was stored, what has a .data was stored by something that is not seen: its owner may tell.
                if known is not None and known not in (UNKNOWN, Plain("None")):
                    return known
        part = self._part(node, scope)
        known = known if part == UNKNOWN and known is not None else part
        if known in _OPEN and path is not None:
            known = uses.from_uses(self, path, scope, known, start_of(node))
        return self._stored_elsewhere(path, scope) if known == UNKNOWN and path is not None else known

    def _stored_elsewhere(self, path: str, scope: Scope) -> Kind:
        """What the file's other functions store under the same path, where they all store the same: ``state['x'] = X()``."""
        stored = [
            (b, where)
            for b, where in scope.index.stored.get(path, ())
            if where is not scope and b.form == "value"
        ]
        known = join(kind for kind in (self.bound(b, where) for b, where in stored) if kind != UNKNOWN)
        return UNKNOWN if isinstance(known, Plain) else known

    def _part(self, node: ast.Attribute | ast.Subscript, scope: Scope) -> Kind:
        owner = self.kind(node.value, scope)
        if isinstance(node, ast.Attribute):
            known = members.attribute(self, owner, node.attr, scope)
            return UNKNOWN if isinstance(known, Method) else known
        if isinstance(node.slice, ast.Slice):
            return owner if not isinstance(owner, Row) else Several(element_of(owner))
        if isinstance(owner, Module) and owner.name in (None, "Sequential", "ModuleList", "ModuleDict"):
            return Module()
        if isinstance(owner, Instance):
            known = self._by_protocol(owner, "__getitem__")
            return known if known != UNKNOWN else members.mapped(self, owner.definition)
        if isinstance(node.slice, ast.Constant):
            return item_of(owner, node.slice.value)
        if isinstance(node.slice, ast.UnaryOp) and isinstance(owner, Row):
            return join(owner.items)
        return element_of(owner)

    def _iterated(self, kind: Kind) -> Kind:
        if not isinstance(kind, Instance):
            return iterated(kind)
        found = element_of(self._by_protocol(kind, "__iter__"))
        return found if found != UNKNOWN else self._by_protocol(kind, "__getitem__")

    def _by_protocol(self, owner: Instance, method: str) -> Kind:
        """What a special method of an instance gives."""
        found = members.member(self, owner.definition, method, owner)
        return self.returned(found.definition) if isinstance(found, Function) else UNKNOWN

    # -- across files --------------------------------------------------------------------------------------

    def imported(self, name: str) -> Kind:
        """What a dotted name from an import stands for."""
        return self.once("imported", name, lambda: self._imported(name))

    def _imported(self, name: str) -> Kind:
        found = self.resolver.find(name)
        if found is None:
            return Imported(name)
        index, rest = found
        first, _, more = rest.partition(".")
        if not first:
            return Imported(name)
        kind = self.name(first, index.module, None)
        if kind == UNKNOWN:
            return UNKNOWN if first in index.module.bindings else Imported(name)
        for attribute in more.split(".") if more else ():
            kind = members.attribute(self, kind, attribute, index.module)
        return kind

    def returned(self, definition: FunctionDefinition) -> Kind:
        """What calling a function gives."""
        return self.once("returned", definition, lambda: self._returned(definition))

    def _returned(self, definition: FunctionDefinition) -> Kind:
        node = definition.node
        if node.returns is not None:
            known = type_notes.annotated(self, node.returns, definition.outer)
            if known != UNKNOWN and not (known == Plain("None") and definition.scope.returns):
                return known
        noted = type_notes.returned_by_comment(self, definition)
        if noted is not None:
            return noted
        scope = definition.scope
        if scope.yields:
            return Several(join(self.kind(value, scope) for value in scope.yields))
        if scope.returns:
            return join(self.kind(value, scope) for value in scope.returns)
        return UNKNOWN
