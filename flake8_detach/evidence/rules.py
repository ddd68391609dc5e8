"""The rules that say tensor or not: small, named, in order; the first that answers decides.

A rule looks at one site and answers with a `Judgement`, or with None to leave it to the next. No rule knows the
name of a variable, but for the two of `weak_names`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase

from flake8_detach.evidence import families, guards, libraries, uses
from flake8_detach.evidence.bindings import Use, path_of, start_of
from flake8_detach.evidence.case import Case, Rule, other, tensor
from flake8_detach.evidence.handed import (
    asked,
    deleted,
    graph_frame,
    part_of_matrix,
    passed_to_standard_library,
    passed_to_torch,
)
from flake8_detach.evidence.kinds import (
    UNKNOWN,
    ClassObject,
    Foreign,
    Function,
    Imported,
    Instance,
    Module,
    OneOf,
    Optimizer,
    Plain,
    Row,
    Several,
    Table,
    Tensor,
)
from flake8_detach.evidence.scopes import FunctionDefinition
from flake8_detach.evidence.torch_names import torch_names
from flake8_detach.evidence.verdict import Judgement, Verdict
from flake8_detach.evidence.weak_names import named_as_holder, weak_names


def detached(case: Case) -> Judgement | None:
    """``x.detach().resize_()``: what has a ``detach`` and a ``resize_`` is a tensor."""
    return tensor("detached", "only tensors have .detach()") if case.site.node.attr == "detach" else None


def declared_by_project(case: Case) -> Judgement | None:
    """What the project's settings say of the receiver."""
    if case.path is None:
        return None
    for patterns, answer in ((case.declared.not_tensors, other), (case.declared.tensors, tensor)):
        for pattern in patterns:
            if fnmatchcase(case.path, pattern):
                return answer("declared", f"the settings say so of {pattern!r}")
    return None


def python_module(case: Case) -> Judgement | None:
    """``torch.utils.data`` and other module paths."""
    if isinstance(case.kind, Imported) and case.path is not None:
        return other("module-path", f"{case.path} is an imported module or object")
    return None


def called(case: Case) -> Judgement | None:
    """``x.data()``: a method; a tensor's ``.data`` cannot be called."""
    parent = case.site.parent
    if case.site.node.attr == "data" and isinstance(parent, ast.Call) and parent.func is case.site.node:
        return other("called", ".data is called here, so it is a method")
    return None


def interpreted(case: Case) -> Judgement | None:
    """What the interpreter saw; but a gradient which it saw to be None is not what a ``.data`` is read from."""
    if case.known == "tensor":
        return tensor("value", "followed through the program, the receiver is a tensor")
    gradient = isinstance(case.receiver, ast.Attribute) and case.receiver.attr == "grad"
    if case.known != "not a tensor" or (gradient and isinstance(case.kind, Tensor)):
        return None
    return other("value", "followed through the program, the receiver is no tensor")


def interpreted_use(case: Case) -> Judgement | None:
    """What the interpreter saw used as tensors are; a class that wraps one, or a sparse matrix, may offer the same."""
    if case.known == "used as a tensor":
        if case.path is not None and _used_as_none(case, case.path):
            return foreign_use(case)
        return tensor("value", "followed through the program, the receiver is used as only tensors are")
    return None


def other_framework(case: Case) -> Judgement | None:
    """A file of another framework, which does not import PyTorch."""
    foreign = sorted(case.index.roots & libraries.FRAMEWORKS)
    if foreign and not case.index.imports_torch:
        return other("framework", f"the file works with {foreign[0]} and does not import torch")
    return None


def contradicted(case: Case) -> Judgement | None:
    """What is likely a tensor is none if it has an attribute which no tensor has, and nothing here uses it as one."""
    if not isinstance(case.kind, Tensor) or not case.kind.likely or case.path is None:
        return None
    if case.kind.rule == "parameters call" and case.index.imports_torch:
        return None  # people store what they like on their parameters
    return foreign_use(case) if _used_as_none(case, case.path) else None


def _used_as_none(case: Case, path: str) -> bool:
    """Whether a path has an attribute in its scope that no tensor has, and nothing there uses it as a tensor."""
    here = uses.from_uses(case.inference, path, case.scope, UNKNOWN, start_of(case.receiver))
    return here == UNKNOWN and foreign_use(case) is not None


def inferred(case: Case) -> Judgement | None:
    """What the receiver is by the text: its class, annotations, tests, data flow and uses."""
    match case.kind:
        case Tensor(reason, rule):
            return tensor(rule, f"the receiver is {reason}")
        case Foreign(what, _, rule):
            return other(rule, f"the receiver is {what}")
        case Plain("None"):
            return other("flow", "the receiver is None")
        case Instance(definition):
            return _instance(case, definition.node.name, families.family(case.inference, definition))
        case ClassObject(definition):
            return other("class", f"the receiver is the class {definition.node.name}")
        case Module():
            return other("flow", "the receiver is a module")
        case Optimizer():
            return other("flow", "the receiver is an optimizer")
        case Row() | Table():
            return other("flow", "the receiver is a container")
        case Function():
            return other("flow", "the receiver is a function")
        case OneOf():
            return other("flow", "the receiver is one of several things that are no tensors")
    return None


def _instance(case: Case, name: str, family: families.Family) -> Judgement:
    whose = (
        "self is" if isinstance(case.receiver, ast.Name) and case.receiver.id == "self" else "the receiver is"
    )
    kind = {"module": "a module", "optimizer": "an optimizer"}.get(family, "not a tensor class")
    return other("class", f"{whose} an instance of {name}, {kind}")


def result_use(case: Case) -> Judgement | None:
    """``x.data.copy_(…)``: done with the ``.data`` is what only tensors can do."""
    for use in case.result_uses:
        if uses.tensor_only(use):
            return tensor("result-use", f"only tensors have .{use.attribute}")
    match case.site.around[-2:]:
        case [ast.Call(keywords=keywords) as call, ast.Attribute() as method] if call.func is method:
            if any(keyword.arg == "keepdim" for keyword in keywords):
                return tensor("result-use", f"only a tensor's .{method.attr}() takes keepdim")
    return None


def likely_result_use(case: Case) -> Judgement | None:
    """``x.data.float()``: what stands in a ``.data`` and can do that is a tensor, if the file has to do with any."""
    if case.index.imports_torch:
        for use in case.result_uses:
            if use.called and use.attribute in torch_names().result_methods:
                return tensor("result-use", f"of what a .data may hold, only tensors have .{use.attribute}()")
    return None


def forward_argument(case: Case) -> Judgement | None:
    """An argument of a module's ``forward`` about which nothing else is known."""
    owner = case.scope.owner
    if not isinstance(owner, FunctionDefinition) or owner.node.name != "forward" or case.path is None:
        return None
    if owner.in_class is None or families.family(case.inference, owner.in_class) != "module":
        return None
    bindings = case.scope.bindings.get(case.path, ())
    roots = {path_of(b.source) for b in bindings if b.form == "value"} | {case.path}
    if any(b.form == "argument" for root in roots if root for b in case.scope.bindings.get(root, ())):
        return tensor("forward-argument", "it is an argument of a module's forward()")
    return None


def kept_by_call(case: Case) -> Judgement | None:
    """``x = move(x)``: a call which nothing is known of likely gives what it was given."""
    if not isinstance(case.receiver, ast.Name):
        return None
    place = start_of(case.receiver)
    before = [
        b for b in case.scope.bindings.get(case.receiver.id, ()) if b.position <= place and b.form == "value"
    ]
    if not before or not isinstance(before[-1].source, ast.Call):
        return None
    given = [a for a in before[-1].source.args if isinstance(a, ast.Name) and a.id == case.receiver.id]
    match case.inference.kind(given[0], case.scope) if given else None:
        case Tensor(reason, _):
            return tensor("kept", f"before a call it was {reason}")
        case Foreign(what, _, _):
            return other("kept", f"before a call it was {what}")
        case Instance(definition):
            return other("kept", f"before a call it was an instance of {definition.node.name}")
    return None


def class_by_name(case: Case) -> Judgement | None:
    """``if x.__class__.__name__ == "Batch": x.data``: a class that is no tensor's by its name."""
    if case.path is None:
        return None
    words = guards.class_names(case.path, case.scope, start_of(case.receiver))
    if not words or any(any(part in word for part in _OF_TENSOR_CLASSES) for word in words):
        return None
    return other("class-name", f"by a test it is an instance of {' or '.join(words)}")


_OF_TENSOR_CLASSES = ("Param", "Tensor", "Variable")
"""What is in the names of tensor classes: ``Params4bit``, ``DTensor``."""


def walked(case: Case) -> Judgement | None:
    """``len(x.data)``, ``for row in x.data``: done with lists; a tensor's rows are seldom counted or walked without its graph."""
    match case.site.parent:
        case ast.Call(ast.Name("len"), [counted]) if counted is case.site.node:
            return other("walked", "its len() is asked, as of a list")
        case ast.For(iter=through) | ast.comprehension(iter=through) if through is case.site.node:
            return other("walked", "a loop goes through it, as through a list")
    return None


def hung_on_tensor(case: Case) -> Judgement | None:
    """``p.grad_batch.data``: what has a ``.data`` and was stored on a parameter under a name of its user's is a tensor."""
    match case.receiver:
        case ast.Attribute(owner, name) if name not in torch_names().attributes:
            held = case.inference.kind(owner, case.scope)
            if isinstance(held, Tensor) and held.rule not in ("module call", "tensor method"):
                return tensor("hung-on-tensor", f".{name} was stored on {held.reason}")
    return None


def foreign_result_use(case: Case) -> Judgement | None:
    """``x.data.items()``: done with the ``.data`` is what no tensor can do."""
    parent = case.site.parent
    for use in case.result_uses:
        if use.attribute not in torch_names().attributes and not use.attribute.startswith("__"):
            return other("result-use", f"no tensor has .{use.attribute}")
        if _tested_uncalled(case, use):
            return other("result-use", f"of a tensor .{use.attribute} is a method; here it is tested")
    match parent:
        case ast.Subscript(value, ast.Constant(str())) if value is case.site.node:
            return other("result-use", "a tensor has no string keys")
        case ast.Compare(left, _, comparators) if any(_is_text(n) for n in (left, *comparators)):
            return other("result-use", "it is compared with a string")
        case ast.Compare(left, [ast.Eq() | ast.NotEq()], [right]) if _is_display(left) or _is_display(right):
            return other("result-use", "it is compared with a built-in container")
        case ast.Compare(_, [ast.In() | ast.NotIn()], [looked_in]) if looked_in is case.site.node:
            return other("result-use", "it is asked whether it holds a key")
    return None


def _tested_uncalled(case: Case, use: Use) -> bool:
    """``if x.data.contiguous:``, of a method of tensors; but for ``is_…``, of which a call is forgotten now and then."""
    kind = torch_names().attributes.get(use.attribute, "property")
    if kind.endswith("property") or use.attribute.startswith("is_") or case.site.parent is not use.node:
        return False
    match case.site.around[-2]:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.Assert(test=test) | ast.While(test=test):
            return test is use.node
        case ast.UnaryOp(ast.Not()) | ast.BoolOp():
            return True
    return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))


def _is_display(node: ast.expr) -> bool:
    return isinstance(node, (ast.Tuple, ast.List, ast.Dict, ast.Set))


def compared(case: Case) -> Judgement | None:
    """``a.data == b.data``: where one is no tensor's, the other hardly is."""
    parent = case.site.parent
    if not isinstance(parent, ast.Compare) or len(parent.ops) != 1:
        return None
    opposite = parent.comparators[0] if parent.left is case.site.node else parent.left
    if not isinstance(opposite, ast.Attribute) or opposite.attr != "data":
        return None
    compared_with = replace(case, site=replace(case.site, node=opposite), known=None)
    judgement = inferred(compared_with) or named_as_holder(compared_with)
    if judgement is not None and judgement.verdict is Verdict.NOT_TENSOR:
        return other("compared", f"it is compared with a .data of which is known: {judgement.reason}")
    return None


def assigned(case: Case) -> Judgement | None:
    """``x.data = torch.zeros(3)``: what is stored is a tensor, or is none."""
    parent = case.site.parent
    if not isinstance(parent, (ast.Assign, ast.AugAssign)) or not isinstance(case.site.node.ctx, ast.Store):
        return None
    kind = case.inference.kind(parent.value, case.scope)
    match kind:
        case Tensor(reason, _):
            return tensor("assigned", f"assigned is {reason}")
        case Plain("a str" | "a bytes" | "None") | Table() | Several() | Row() | Foreign(_, True):
            return other("assigned", "what is assigned is no tensor")
    return None


def foreign_use(case: Case) -> Judgement | None:
    """The receiver has elsewhere an attribute which no tensor has, or compared or with items one which is a tensor's method."""
    if case.path is None:
        return None
    where = uses.reach(case.path, case.scope, start_of(case.receiver))
    for use in case.scope.uses.get(case.path, ()):
        if not where.holds(start_of(use.node)):
            continue
        if uses.foreign(use) and uses.tensors_have(case.inference, use.attribute, case.scope):
            continue
        if uses.foreign(use) and use.compared and use.attribute in torch_names().attributes:
            return other("use", f"of a tensor .{use.attribute} is a method; here it is compared or has items")
        if uses.foreign(use):
            return other("use", f"no tensor has .{use.attribute}, which the receiver has elsewhere here")
    for use in case.scope.uses.get(f"{case.path}.shape", ()):
        if use.attribute not in _OF_SIZES:
            return other("use", f"no tensor's .shape has .{use.attribute}")
    return None


_OF_SIZES = frozenset({*dir(tuple), "numel"})
"""What a tensor's ``.shape`` can be asked."""


def imports(case: Case) -> Judgement | None:
    """A file that does not work with PyTorch."""
    if not case.index.imports_torch:
        return other("imports", "the file does not import torch")
    return None


RULES: tuple[Rule, ...] = (
    declared_by_project, detached, called, interpreted, python_module, other_framework, contradicted, asked, inferred, interpreted_use, foreign_result_use, deleted, passed_to_standard_library, part_of_matrix, graph_frame,
    named_as_holder, class_by_name, passed_to_torch, assigned, compared, foreign_use, result_use, kept_by_call, likely_result_use,
    forward_argument, hung_on_tensor, walked, weak_names, imports,
)  # fmt: skip


_ONLY_THERE = frozenset({"class-name"})
"""Rules whose answers hold under a test, and so say rather that elsewhere it is something else."""


def same_name(judged: list[tuple[Case, Judgement]]) -> list[Judgement]:
    """What is unknown of a name takes the verdict on it in the rest of the file, where that is always the same."""
    seen: dict[str, set[Verdict]] = {}
    for case, judgement in judged:
        if judgement.rule in _ONLY_THERE:
            continue
        for name in _names_of(case.path):
            seen.setdefault(name, set()).add(judgement.verdict)
    return [_told_by_name(case, judgement, seen) for case, judgement in judged]


def _told_by_name(case: Case, judgement: Judgement, seen: Mapping[str, set[Verdict]]) -> Judgement:
    if judgement.verdict is not Verdict.UNKNOWN:
        return judgement
    for name in _names_of(case.path):
        others = seen.get(name, set()) - {Verdict.UNKNOWN}
        if len(others) == 1:
            (verdict,) = others
            told = "a tensor" if verdict is Verdict.TENSOR else verdict.value
            return Judgement(verdict, "same-name", f"{name} is {told} elsewhere in this file")
    return judgement


def _names_of(path: str | None) -> Iterator[str]:
    """A path, and what it is of whatever it begins with: ``g.edges[]``, then ``.edges[]``."""
    if path is not None:
        yield path
        root, dot, attributes = path.partition(".")
        if dot and "[" not in root:
            yield f".{attributes}"


def judge(case: Case) -> Judgement:
    """The first rule's answer, or that nothing tells."""
    for rule in RULES:
        judgement = rule(case)
        if judgement is not None:
            return judgement
    return Judgement(Verdict.UNKNOWN, "none", "nothing in sight tells what the receiver is")
