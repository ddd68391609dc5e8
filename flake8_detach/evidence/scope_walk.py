"""The one walk over a scope, which collects its `Contents`.

Comprehensions and lambdas belong to the scope they stand in; their variables are bindings which hold nowhere else.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, TypeAlias

from flake8_detach.evidence.bindings import (
    Binding,
    Contents,
    Form,
    FunctionNode,
    Guard,
    Passing,
    Position,
    Stretch,
    Use,
    end_of,
    leaves,
    path_of,
    start_of,
)
from flake8_detach.source.tree import children_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def collect(node: ast.Module | ast.ClassDef | FunctionNode, contents: Contents) -> None:
    """Put what stands in the scope of ``node`` into ``contents``."""
    _Walk(contents).run(node)


_Task: TypeAlias = tuple[ast.AST, "Stretch | None"]


class _Walk:
    """The one walk over a scope; an explicit stack, since sums and ``elif`` chains may be very long."""

    def __init__(self, scope: Contents) -> None:
        self.scope = scope
        self.stack: list[_Task] = []

    def run(self, node: ast.Module | ast.ClassDef | FunctionNode) -> None:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.arguments(node.args, None)
        self.block(node.body, None)
        while self.stack:
            task, block = self.stack.pop()
            handler = _HANDLERS.get(type(task))
            if handler is None:
                self.children(task, block)
            else:
                handler(self, task, block)
        for bindings in self.scope.bindings.values():
            bindings.sort(key=lambda b: b.position)

    # -- helpers -------------------------------------------------------------------------------------------

    def children(self, node: ast.AST, block: Stretch | None) -> None:
        self.stack.extend((child, block) for child in children_of(node))

    def push(self, nodes: Sequence[ast.AST | None], block: Stretch | None) -> None:
        self.stack.extend((node, block) for node in nodes if node is not None)

    def block(self, body: Sequence[ast.stmt], within: Stretch | None, *, arm: bool = False) -> None:
        """Queue a statement list; ``arm``: it may not run, so what it binds surely holds only inside it."""
        if not body:
            return
        if arm:
            within = Stretch(start_of(body[0]), end_of(body[-1]))
        for i, statement in enumerate(body):
            if isinstance(statement, ast.If) and leaves(statement.body[-1]) and i + 1 < len(body):
                negation = ast.UnaryOp(ast.Not(), statement.test)
                self.guard(negation, Stretch(start_of(body[i + 1]), end_of(body[-1])))
            elif isinstance(statement, ast.Assert) and i + 1 < len(body):
                self.guard(statement.test, Stretch(start_of(body[i + 1]), end_of(body[-1])))
            self.stack.append((statement, within))

    def guard(self, test: ast.expr, where: Stretch) -> None:
        self.scope.guards.append(Guard(test, where))

    def bind(self, binding: Binding) -> None:
        self.scope.bindings.setdefault(binding.path, []).append(binding)

    def target(
        self,
        target: ast.expr,
        form: Form,
        source: ast.AST,
        block: Stretch | None,
        position: Position,
        unpack: tuple[int | None, ...] = (),
        local: Stretch | None = None,
    ) -> None:
        """Bind an assignment target, following tuples into their parts."""
        if isinstance(target, (ast.Tuple, ast.List)):
            starred = next((i for i, e in enumerate(target.elts) if isinstance(e, ast.Starred)), None)
            for i, part in enumerate(target.elts):
                if i == starred:
                    self.target(part.value, form, source, block, position, (*unpack, None), local)  # type: ignore[attr-defined]
                else:
                    at = i if starred is None or i < starred else i - len(target.elts)
                    self.target(part, form, source, block, position, (*unpack, at), local)
            return
        path = path_of(target)
        if path is not None:
            self.bind(Binding(path, position, form, source, unpack, block=block, local=local))

    def arguments(self, arguments: ast.arguments, local: Stretch | None) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for argument in [*every, arguments.vararg, arguments.kwarg]:
            if argument is not None:
                note = argument.annotation
                self.bind(
                    Binding(
                        argument.arg, start_of(argument), "argument", argument, annotation=note, local=local
                    )
                )

    # -- statements ----------------------------------------------------------------------------------------

    def function(self, node: FunctionNode, block: Stretch | None) -> None:
        self.scope.inner.append(node)
        self.bind(Binding(node.name, start_of(node), "definition", node, block=block))
        self.push([*node.decorator_list, *node.args.defaults, *node.args.kw_defaults], block)

    def class_(self, node: ast.ClassDef, block: Stretch | None) -> None:
        self.scope.inner.append(node)
        self.bind(Binding(node.name, start_of(node), "definition", node, block=block))
        self.push([*node.decorator_list, *node.bases, *node.keywords], block)

    def assign(self, node: ast.Assign, block: Stretch | None) -> None:
        for target in node.targets:
            self.target(target, "value", node.value, block, end_of(node))
            self.push([target], block)
        self.push([node.value], block)

    def annotated(self, node: ast.AnnAssign, block: Stretch | None) -> None:
        path = path_of(node.target)
        if path is not None:
            source = node.value or node.annotation
            form: Form = "value" if node.value is not None else "annotation"
            self.bind(Binding(path, end_of(node), form, source, annotation=node.annotation, block=block))
        self.push([node.target, node.value], block)

    def augmented(self, node: ast.AugAssign, block: Stretch | None) -> None:
        path = path_of(node.target)
        if path is not None:
            self.bind(Binding(path, end_of(node), "augmented", node, block=block))
        self.push([node.target, node.value], block)

    def named(self, node: ast.NamedExpr, block: Stretch | None) -> None:
        self.target(node.target, "value", node.value, block, end_of(node))
        self.push([node.value], block)

    def loop(self, node: ast.For | ast.AsyncFor, block: Stretch | None) -> None:
        self.scope.loops.append(Stretch(start_of(node), end_of(node)))
        first = node.body[0] if node.body else node
        inside = Stretch(start_of(first), end_of(node))
        self.target(node.target, "element", node.iter, inside, start_of(first))
        self.push([node.target, node.iter], block)
        self.block(node.body, block, arm=True)
        self.block(node.orelse, block, arm=True)

    def while_(self, node: ast.While, block: Stretch | None) -> None:
        self.scope.loops.append(Stretch(start_of(node), end_of(node)))
        self.condition(node.test, node.body, block)
        self.block(node.orelse, block, arm=True)

    def if_(self, node: ast.If, block: Stretch | None) -> None:
        self.condition(node.test, node.body, block)
        if node.orelse:
            where = Stretch(start_of(node.orelse[0]), end_of(node.orelse[-1]))
            self.guard(ast.UnaryOp(ast.Not(), node.test), where)
            self.block(node.orelse, block, arm=True)

    def condition(self, test: ast.expr, body: Sequence[ast.stmt], block: Stretch | None) -> None:
        self.guard(test, Stretch(start_of(body[0]), end_of(body[-1])))
        self.push([test], block)
        self.block(body, block, arm=True)

    def with_(self, node: ast.With | ast.AsyncWith, block: Stretch | None) -> None:
        for item in node.items:
            self.push([item.context_expr, item.optional_vars], block)
            if item.optional_vars is not None:
                self.target(
                    item.optional_vars, "entered", item.context_expr, block, end_of(item.context_expr)
                )
        self.block(node.body, block)

    def try_(self, node: ast.Try, block: Stretch | None) -> None:
        self.block(node.body, block, arm=True)
        for handler in node.handlers:
            self.push([handler.type], block)
            self.block(handler.body, block, arm=True)
        self.block(node.orelse, block, arm=True)
        self.block(node.finalbody, block)

    def match_(self, node: ast.Match, block: Stretch | None) -> None:
        self.push([node.subject], block)
        for case in node.cases:
            self.push([case.guard], block)
            self.block(case.body, block, arm=True)

    def import_(self, node: ast.Import, block: Stretch | None) -> None:
        for alias in node.names:
            name = alias.asname or alias.name.partition(".")[0]
            whole = alias.name if alias.asname else name
            self.bind(Binding(name, end_of(node), "import", node, imported=whole, block=block))

    def import_from(self, node: ast.ImportFrom, block: Stretch | None) -> None:
        module = node.module or ""
        for alias in node.names:
            whole = f"{module}.{alias.name}" if module else alias.name
            name = alias.asname or alias.name
            self.bind(
                Binding(name, end_of(node), "import", node, imported=whole, level=node.level, block=block)
            )

    def global_(self, node: ast.Global | ast.Nonlocal, block: Stretch | None) -> None:
        del block
        self.scope.globals.update(node.names)

    # -- expressions ---------------------------------------------------------------------------------------

    def return_(self, node: ast.Return, block: Stretch | None) -> None:
        if node.value is not None:
            self.scope.returns.append(node.value)
            self.push([node.value], block)

    def yield_(self, node: ast.Yield, block: Stretch | None) -> None:
        if node.value is not None:
            self.scope.yields.append(node.value)
            self.push([node.value], block)

    def attribute(
        self, node: ast.Attribute, block: Stretch | None, *, called: bool = False, compared: bool = False
    ) -> None:
        path = path_of(node.value)
        if path is not None:
            self.scope.uses.setdefault(path, []).append(Use(node.attr, node, called, compared))
        self.push([node.value], block)

    def compare(self, node: ast.Compare, block: Stretch | None) -> None:
        for side in (node.left, *node.comparators):
            if isinstance(side, ast.Attribute):
                self.attribute(side, block, compared=True)
            else:
                self.push([side], block)

    def subscript(self, node: ast.Subscript, block: Stretch | None) -> None:
        if isinstance(node.value, ast.Attribute):
            self.attribute(node.value, block, compared=True)
            self.push([node.slice], block)
        else:
            self.children(node, block)

    def call(self, node: ast.Call, block: Stretch | None) -> None:
        if isinstance(node.func, ast.Attribute):
            self.attribute(node.func, block, called=True)
            self.scope.calls.setdefault(node.func.attr, []).append(node)
        else:
            if isinstance(node.func, ast.Name):
                self.scope.calls.setdefault(node.func.id, []).append(node)
            self.push([node.func], block)
        for i, argument in enumerate(node.args):
            path = path_of(argument)
            if path is not None:
                self.scope.passings.setdefault(path, []).append(Passing(node, i, None))
        for keyword in node.keywords:
            path = path_of(keyword.value)
            if path is not None and keyword.arg is not None:
                self.scope.passings.setdefault(path, []).append(Passing(node, None, keyword.arg))
        self.push([*node.args, *(k.value for k in node.keywords)], block)

    def lambda_(self, node: ast.Lambda, block: Stretch | None) -> None:
        self.arguments(node.args, Stretch(start_of(node), end_of(node)))
        self.push([node.body, *node.args.defaults, *node.args.kw_defaults], block)

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, block: Stretch | None
    ) -> None:
        whole = Stretch(start_of(node), end_of(node))
        for part in node.generators:
            self.target(part.target, "element", part.iter, whole, start_of(node), local=whole)
            self.push([part.target, part.iter, *part.ifs], block)
            for test in part.ifs:
                self.guard(test, whole)
        self.push([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt], block)

    def if_expression(self, node: ast.IfExp, block: Stretch | None) -> None:
        self.guard(node.test, Stretch(start_of(node.body), end_of(node.body)))
        self.guard(ast.UnaryOp(ast.Not(), node.test), Stretch(start_of(node.orelse), end_of(node.orelse)))
        self.children(node, block)

    def bool_op(self, node: ast.BoolOp, block: Stretch | None) -> None:
        last = end_of(node.values[-1])
        for value, following in zip(node.values, node.values[1:], strict=False):
            test = value if isinstance(node.op, ast.And) else ast.UnaryOp(ast.Not(), value)
            self.guard(test, Stretch(start_of(following), last))
        self.children(node, block)

    def skip(self, node: ast.AST, block: Stretch | None) -> None:
        """Nothing below matters."""


# ``Any`` handlers: each takes the node type it is filed under.
_HANDLERS: dict[type[ast.AST], Callable[..., None]] = {
    ast.FunctionDef: _Walk.function,
    ast.AsyncFunctionDef: _Walk.function,
    ast.ClassDef: _Walk.class_,
    ast.Assign: _Walk.assign,
    ast.AnnAssign: _Walk.annotated,
    ast.AugAssign: _Walk.augmented,
    ast.NamedExpr: _Walk.named,
    ast.For: _Walk.loop,
    ast.AsyncFor: _Walk.loop,
    ast.While: _Walk.while_,
    ast.If: _Walk.if_,
    ast.With: _Walk.with_,
    ast.AsyncWith: _Walk.with_,
    ast.Try: _Walk.try_,
    ast.Match: _Walk.match_,
    ast.Import: _Walk.import_,
    ast.ImportFrom: _Walk.import_from,
    ast.Global: _Walk.global_,
    ast.Nonlocal: _Walk.global_,
    ast.Return: _Walk.return_,
    ast.Yield: _Walk.yield_,
    ast.Attribute: _Walk.attribute,
    ast.Call: _Walk.call,
    ast.Compare: _Walk.compare,
    ast.Subscript: _Walk.subscript,
    ast.Lambda: _Walk.lambda_,
    ast.ListComp: _Walk.comprehension,
    ast.SetComp: _Walk.comprehension,
    ast.DictComp: _Walk.comprehension,
    ast.GeneratorExp: _Walk.comprehension,
    ast.IfExp: _Walk.if_expression,
    ast.BoolOp: _Walk.bool_op,
    ast.Constant: _Walk.skip,
    ast.Name: _Walk.skip,
    ast.Pass: _Walk.skip,
}
if hasattr(ast, "TryStar"):  # Python 3.11
    _HANDLERS[ast.TryStar] = _Walk.try_
