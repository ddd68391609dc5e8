"""Where the memory of a ``.data`` goes, as far as the text of a file shows: through names, attributes, containers and calls.

The analysis knows better where it has been. Where it has not, this keeps a repair from being called safe: a read whose alias
is handed back by one function and written by another is no read.

Values flow between *keys*: a name of a function or of the module, an attribute or an item of a name (whoever has it), what
functions of a name give back, and each ``.data`` itself. With ::

    def raw(self):
        return self.w.data          #  the .data -> what raw() gives back

    def scale(self, by):
        v = self.raw()              #  what raw() gives back -> 'v' of scale
        v.mul_(by)                  #  'v' of scale is written

the ``.data`` is written. What flows into something written is found once, backwards from the writes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from flake8_detach.evidence.usage import VIEW_PROPERTIES, in_place, writes_argument

from .keys import (
    FUNCTIONS,
    Function,
    Key,
    bound_by,
    key_of_attribute,
    key_of_node,
    keys_given_back,
    last_name,
    with_scopes,
)
from .memory import COLLECTING, HELD, KEEPING, shares_memory

_TELLING = (
    *(ast.Assign, ast.AnnAssign, ast.NamedExpr, ast.AugAssign, ast.For, ast.AsyncFor, ast.comprehension),
    *(ast.Return, ast.Yield, ast.YieldFrom, ast.keyword, ast.Call),
)
"""What makes something flow."""
_TORCH = frozenset(("torch", "F"))


@dataclass
class Flow:
    """What flows into what in a file."""

    tree: ast.Module
    _into: dict[Key, set[Key]] = field(default_factory=dict)
    _written: set[Key] = field(default_factory=set)
    _bound: dict[int, set[str]] = field(default_factory=dict)
    _functions: dict[str, list[Function]] = field(default_factory=dict)
    _containers: set[Key] = field(default_factory=set)
    _from: dict[Key, set[Key]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        telling: list[tuple[ast.AST, tuple[Function, ...]]] = []
        for node, scopes in with_scopes(self.tree):
            if isinstance(node, _TELLING):
                telling.append((node, scopes))
            elif isinstance(node, FUNCTIONS):
                self._functions.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.ClassDef):
                made = [n for n in node.body if isinstance(n, FUNCTIONS) and n.name == "__init__"]
                self._functions.setdefault(node.name, []).extend(made)
        for node, scopes in telling:
            self._note_container(node, scopes)
        for node, scopes in telling:
            self._note(node, scopes)
        todo = list(self._written)
        while todo:
            for source in self._into.get(todo.pop(), ()):
                if source not in self._written:
                    self._written.add(source)
                    todo.append(source)

    def is_written(self, alias: ast.Attribute) -> bool:
        """Whether something is written through this ``.data``."""
        return key_of_node(alias) in self._written

    def leaves(self, alias: ast.Attribute) -> bool:
        """Whether this ``.data`` goes where it is found again after its function: written now, or at any later time."""
        seen: set[Key] = {key_of_node(alias)}
        todo = list(seen)
        while todo:
            new = self._from.get(todo.pop(), set()) - seen
            if any(kind != "name" or not scope for kind, scope, _ in new):
                return True
            seen |= new
            todo += new
        return False

    # -- what a node makes flow

    def _note(self, node: ast.AST, scopes: Sequence[Function]) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value, scopes)
                    self._store(target, scopes)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
            ):
                self._bind(target, value, scopes)
            case ast.AugAssign(target=target, value=value):
                self._written |= {*self._leaves(target, scopes)}
                if isinstance(value, ast.List | ast.Tuple | ast.ListComp):
                    self._bind(target, value, scopes)
            case ast.For(target=target, iter=walked) | ast.AsyncFor(target=target, iter=walked):
                self._walk(target, walked, scopes)
            case ast.comprehension(target=target, iter=walked):
                self._walk(target, walked, scopes)
            case (
                ast.Return(value=ast.expr() as value)
                | ast.Yield(value=ast.expr() as value)
                | ast.YieldFrom(value=value)
            ):
                if scopes:
                    self._flow(value, keys_given_back(scopes[-1]), scopes)
            case ast.keyword(arg="out", value=value):
                self._written |= {*self._leaves(value, scopes)}
            case ast.Call():
                self._call(node, scopes)

    def _bind(self, target: ast.expr, value: ast.expr, scopes: Sequence[Function]) -> None:
        """What a target is bound to flows into it: part by part where both sides show their parts."""
        match target, value:
            case (
                (ast.Tuple(elts=names) | ast.List(elts=names)),
                (ast.Tuple(elts=parts) | ast.List(elts=parts)),
            ) if len(names) == len(parts) and not any(isinstance(n, ast.Starred) for n in names):
                for name, part in zip(names, parts, strict=True):
                    self._bind(name, part, scopes)
            case _:
                self._flow(value, self._targets(target, scopes), scopes)

    def _walk(self, target: ast.expr, walked: ast.expr, scopes: Sequence[Function]) -> None:
        """What is walked flows into the variables of a loop; ``zip`` and ``enumerate`` keep its parts apart."""
        match target, walked:
            case ast.Tuple(elts=names), ast.Call(func=ast.Name(id="zip"), args=values) if len(names) == len(
                values
            ):
                for name, value in zip(names, values, strict=True):
                    self._walk(name, value, scopes)
            case ast.Tuple(elts=[_, name]), ast.Call(func=ast.Name(id="enumerate"), args=[value, *_]):
                self._walk(name, value, scopes)
            case ast.Tuple(elts=[_, name]), ast.Call(func=ast.Attribute(attr="items", value=value), args=[]):
                self._walk(name, value, scopes)
            case _, ast.List(elts=values) | ast.Tuple(elts=values):
                for value in values:
                    self._bind(target, value, scopes)
            case _:
                self._flow(walked, self._targets(target, scopes), scopes)

    def _call(self, call: ast.Call, scopes: Sequence[Function]) -> None:
        name, func = last_name(call.func), call.func
        values = [*call.args, *(k.value for k in call.keywords)]
        owner = func.value if isinstance(func, ast.Attribute) else None
        if owner is not None and in_place(name):
            self._written |= {*self._leaves(owner, scopes)}
        if call.args and (_writes_first(call) or writes_argument(call, call.args[0])):
            self._written |= {*self._leaves(call.args[0], scopes)}
        if owner is not None and name in KEEPING and not (name == "add" and len(values) > 1):
            for value in values:
                self._flow(value, self._targets(owner, scopes), scopes)
        match call:
            case ast.Call(func=ast.Name(id="setattr"), args=[_, ast.Constant(value=str(attribute)), value]):
                self._flow(value, (key_of_attribute(attribute),), scopes)
            case ast.Call(
                func=ast.Attribute(attr="register_buffer"),
                args=[ast.Constant(value=str(attribute)), value, *_],
            ):
                self._flow(value, (key_of_attribute(attribute),), scopes)
            case ast.Call(func=ast.Lambda(args=given), args=args):
                self._pass(given, args, [], False, scopes, scopes)
            case ast.Call(args=[called, *args], keywords=keywords) if name in ("partial", "map"):
                self._pass_to(last_name(called), isinstance(called, ast.Attribute), args, keywords, scopes)
        self._pass_to(name, owner is not None, call.args, call.keywords, scopes)

    def _pass_to(
        self,
        name: str,
        method: bool,
        args: Sequence[ast.expr],
        keywords: Sequence[ast.keyword],
        scopes: Sequence[Function],
    ) -> None:
        for function in self._functions.get(name, ()):
            self._pass(function.args, args, keywords, method or function.name != name, scopes, (function,))

    def _pass(
        self,
        given: ast.arguments,
        args: Sequence[ast.expr],
        keywords: Sequence[ast.keyword],
        bound: bool,
        scopes: Sequence[Function],
        inside: Sequence[Function],
    ) -> None:
        """Arguments flow into parameters: of the function `inside` is the last of."""
        names = [a.arg for a in (*given.posonlyargs, *given.args)]
        if bound and names[:1] in (["self"], ["cls"]):
            names = names[1:]
        rest = given.vararg.arg if given.vararg is not None else None
        for at, value in enumerate(args):
            into = names[at:] if isinstance(value, ast.Starred) else names[at : at + 1]
            if rest is not None and (not into or isinstance(value, ast.Starred)):
                into = [*into, rest]
            self._flow(value, [self._named(n, inside) for n in into], scopes)
        known = {*names, *(a.arg for a in given.kwonlyargs)}
        for keyword in keywords:
            name = (
                keyword.arg
                if keyword.arg in known
                else (given.kwarg.arg if given.kwarg is not None else None)
            )
            if name is not None:
                self._flow(keyword.value, [self._named(name, inside)], scopes)

    def _store(self, target: ast.expr, scopes: Sequence[Function]) -> None:
        """An item that is assigned is a write, unless a container gets it."""
        if isinstance(target, ast.Tuple | ast.List):
            for part in target.elts:
                self._store(part, scopes)
        elif isinstance(target, ast.Subscript) and not self._of_container(target, scopes):
            self._written |= {*self._leaves(target.value, scopes)}

    def _of_container(self, target: ast.Subscript, scopes: Sequence[Function]) -> bool:
        index = target.slice
        if isinstance(index, ast.JoinedStr) or (
            isinstance(index, ast.Constant) and isinstance(index.value, str)
        ):
            return True
        key = self._key(target.value, scopes)
        return key is not None and key in self._containers

    def _note_container(self, node: ast.AST, scopes: Sequence[Function]) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                pass
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                targets = [target]
            case _:
                return
        display = isinstance(value, ast.Dict | ast.List | ast.ListComp | ast.DictComp)
        if display or (isinstance(value, ast.Call) and last_name(value.func) in COLLECTING - {"next"}):
            keys = [self._key(target, scopes) for target in targets]
            self._containers |= {key for key in keys if key is not None}

    # -- keys

    def _flow(self, value: ast.expr, into: Sequence[Key], scopes: Sequence[Function]) -> None:
        if into:
            for source in self._leaves(value, scopes):
                for key in into:
                    self._into.setdefault(key, set()).add(source)
                    self._from.setdefault(source, set()).add(key)

    def _targets(self, target: ast.expr, scopes: Sequence[Function]) -> list[Key]:
        match target:
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                return [key for part in parts for key in self._targets(part, scopes)]
            case ast.Starred(value=part):
                return self._targets(part, scopes)
            case ast.Subscript(value=container, slice=ast.Constant(value=str(item))):
                return [("item", 0, item), *self._targets(container, scopes)]
            case ast.Subscript(value=container) if self._of_container(target, scopes):
                return self._targets(container, scopes)
            case ast.Attribute(attr="data"):
                return []  # memory that is put there stays with its own counter
        key = self._key(target, scopes)
        return [key] if key is not None else []

    def _key(self, node: ast.expr, scopes: Sequence[Function]) -> Key | None:
        if isinstance(node, ast.Name):
            return self._named(node.id, scopes)
        return key_of_attribute(node.attr) if isinstance(node, ast.Attribute) else None

    def _named(self, name: str, scopes: Sequence[Function]) -> Key:
        """A name of the innermost function that binds it, or of the module."""
        for function in reversed(scopes):
            if id(function) not in self._bound:
                self._bound[id(function)] = {*bound_by(function)}
            if name in self._bound[id(function)]:
                return "name", id(function), name
        return "name", 0, name

    def _leaves(self, node: ast.expr, scopes: Sequence[Function]) -> Iterator[Key]:
        """All that the value of an expression may share memory with, or may hold."""
        todo: list[ast.expr | None] = [node]
        while todo:
            node = todo.pop() or ast.Constant(value=None)
            match node:
                case ast.Attribute(attr=name, value=value) if name in VIEW_PROPERTIES:
                    if name == "data":
                        yield key_of_node(node)
                    todo.append(value)
                case ast.Subscript(value=value, slice=ast.Constant(value=str(item))):
                    yield "item", 0, item
                    todo.append(value)
                case (
                    ast.Subscript(value=value)
                    | ast.Starred(value=value)
                    | ast.NamedExpr(value=value)
                    | ast.Await(value=value)
                ):
                    todo.append(value)
                case (
                    ast.Tuple(elts=parts)
                    | ast.List(elts=parts)
                    | ast.Set(elts=parts)
                    | ast.BoolOp(values=parts)
                ):
                    todo += parts
                case ast.Dict(values=parts):
                    todo += parts
                case ast.IfExp(body=one, orelse=other):
                    todo += (one, other)
                case (
                    ast.ListComp(elt=part)
                    | ast.SetComp(elt=part)
                    | ast.GeneratorExp(elt=part)
                    | ast.DictComp(value=part)
                ):
                    todo.append(part)
                case ast.Call(func=func, args=args, keywords=keywords):
                    name = last_name(func)
                    yield "given back", 0, name
                    if isinstance(func, ast.Attribute) and (
                        name in HELD or shares_memory(name) or in_place(name)
                    ):
                        of_torch = isinstance(func.value, ast.Name) and func.value.id in _TORCH
                        todo += args[:1] if of_torch else [func.value]
                    if name in COLLECTING:
                        todo += [*args, *(k.value for k in keywords)]
                case ast.Name() | ast.Attribute():
                    key = self._key(node, scopes)
                    if key is not None:
                        yield key


def _writes_first(call: ast.Call) -> bool:
    """``torch._foreach_mul_(tensors, 2)``, ``torch.Tensor.mul_(x, 2)`` and ``nn.ReLU(inplace=True)(x)``."""
    func, name = call.func, last_name(call.func)
    if isinstance(func, ast.Call):
        return any(
            k.arg == "inplace" and isinstance(k.value, ast.Constant) and k.value.value is True
            for k in func.keywords
        )
    if name.startswith("_foreach_") and name.endswith("_"):
        return True
    return isinstance(func, ast.Attribute) and in_place(name) and last_name(func.value) == "Tensor"
