"""What the parameters of a function are: its own object, annotations, who calls it, what it is registered for."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_detach.evidence import calls, families, members, type_notes
from flake8_detach.evidence.bindings import Binding
from flake8_detach.evidence.kinds import (
    UNKNOWN,
    ClassObject,
    Foreign,
    Imported,
    Instance,
    Kind,
    Method,
    Module,
    OneOf,
    Plain,
    Row,
    Several,
    Table,
    Tensor,
    element_of,
    join,
)
from flake8_detach.evidence.scopes import FunctionDefinition, Scope
from flake8_detach.evidence.torch_names import torch_names

if TYPE_CHECKING:
    from flake8_detach.evidence.infer import Inference

MAX_CALLERS = 20
_INPUTS = Several(Tensor("an input of a module, given to its hook", "protocol"))
_OUTPUT = Tensor("the output of a module, given to its hook", "protocol")
_GRADIENTS = Several(Tensor("a gradient of a module, given to its hook", "protocol"))
_MODULE_HOOKS: dict[str, tuple[Kind, ...]] = {
    "register_forward_hook": (Module(), _INPUTS, _OUTPUT),
    "register_forward_pre_hook": (Module(), _INPUTS),
    "register_backward_hook": (Module(), _GRADIENTS, _GRADIENTS),
    "register_full_backward_hook": (Module(), _GRADIENTS, _GRADIENTS),
    "register_full_backward_pre_hook": (Module(), _GRADIENTS),
}
"""What PyTorch gives a module's hooks, argument by argument."""


def parameter(inference: Inference, binding: Binding, argument: ast.arg, scope: Scope) -> Kind:
    """What a parameter is."""
    definition = scope.owner
    if binding.local is not None or not isinstance(definition, FunctionDefinition):
        return UNKNOWN
    own = _own_object(inference, definition, argument)
    if own is not None:
        return own
    known: Kind = UNKNOWN
    if argument.annotation is not None:
        known = type_notes.annotated(inference, argument.annotation, definition.outer)
    if known == UNKNOWN:
        known = type_notes.argument_by_comment(inference, definition, argument.arg) or UNKNOWN
    if argument is definition.node.args.vararg:
        return Several(known)
    if argument is definition.node.args.kwarg:
        return Table(known)
    if known != UNKNOWN:
        return known
    for source in (_by_protocol, _by_fixture, _by_callers, _by_docstring, _by_default):
        known = source(inference, definition, argument)
        if known != UNKNOWN:
            return known
    return UNKNOWN


def _own_object(inference: Inference, definition: FunctionDefinition, argument: ast.arg) -> Kind | None:
    owner = definition.in_class
    if owner is None or not definition.parameters or argument is not definition.parameters[0]:
        return None
    if "staticmethod" in definition.decorators:
        return None
    if "classmethod" in definition.decorators or definition.node.name in ("__new__", "__init_subclass__"):
        return ClassObject(owner)
    return families.instance(inference, ClassObject(owner), "own class")


def _by_protocol(inference: Inference, definition: FunctionDefinition, argument: ast.arg) -> Kind:
    """Functions that PyTorch calls: ``model.apply(f)``, hooks, an autograd Function's backward."""
    name = definition.node.name
    position = definition.parameters.index(argument) if argument in definition.parameters else -1
    owner = definition.in_class
    if owner is not None and name in ("forward", "backward") and position > 0:
        if families.family(inference, owner) == "function":
            return (
                Tensor(f"an argument of a Function's {name}()", "protocol") if name == "backward" else UNKNOWN
            )
    if not definition.outer.index.hands_functions_on:
        return UNKNOWN
    for scope in _scopes_around(definition):
        for call in scope.calls.get("apply", ()):
            if position == (0 if owner is None else 1) and call.args and _names(call.args[0], definition):
                return Module()
        for hook in ("register_hook", "register_post_accumulate_grad_hook"):
            for call in scope.calls.get(hook, ()):
                if call.args and _names(call.args[0], definition):
                    return Tensor("the gradient given to a tensor's hook", "protocol")
        for hook, given in _MODULE_HOOKS.items():
            at = position - (0 if owner is None else 1)
            for call in scope.calls.get(hook, ()):
                if 0 <= at < len(given) and call.args and _names(call.args[0], definition):
                    return given[at]
    return UNKNOWN


def _by_fixture(inference: Inference, definition: FunctionDefinition, argument: ast.arg) -> Kind:
    """A test's argument is what the pytest fixture of that name gives."""
    if not (definition.node.name.startswith("test") or "fixture" in definition.decorators):
        return UNKNOWN
    for scope in (definition.outer, definition.outer.index.module):
        for binding in scope.bindings.get(argument.arg, ()):
            fixture = scope.index.definitions.get(binding.source)
            if isinstance(fixture, FunctionDefinition) and "fixture" in fixture.decorators:
                given = inference.returned(fixture)
                return element_of(given) if fixture.scope.yields else given
    return UNKNOWN


def _scopes_around(definition: FunctionDefinition) -> list[Scope]:
    """Where a function is likely to be handed on: the methods of its class, or its module and all of that."""
    owner = definition.in_class
    if owner is not None:
        return [m.scope for m in members.methods(owner)]
    return list(definition.outer.index.every_scope())


def _names(node: ast.expr, definition: FunctionDefinition) -> bool:
    """Whether an expression is a function by its name: ``f``, ``self.f``, ``partial(f, …)``, or ``make()`` which returns it."""
    if isinstance(node, ast.Call):
        maker = definition.outer.owner
        if isinstance(maker, FunctionDefinition) and _last_word(node.func) == maker.node.name:
            return any(_last_word(value) == definition.node.name for value in maker.scope.returns)
        node = node.args[0] if node.args else node
    return _last_word(node) == definition.node.name


def _last_word(node: ast.expr) -> str | None:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)


def _by_callers(inference: Inference, definition: FunctionDefinition, argument: ast.arg) -> Kind:
    """What the calls in the same file pass."""
    name = definition.node.name
    owner = definition.in_class
    if name.startswith("__") and name != "__init__":
        return UNKNOWN
    called = owner.node.name if owner is not None and name == "__init__" else name
    if called not in definition.outer.index.called:
        return UNKNOWN
    given: list[Kind] = []
    for call, scope in definition.outer.index.calls.get(called, ()):
        if _of_another(inference, call, scope):
            continue
        value = _given(call, definition, argument, skip=owner is not None)
        if value is not None:
            given.append(inference.kind(value, scope))
        if len(given) >= MAX_CALLERS:
            break
    known = [kind for kind in given if kind != UNKNOWN and kind != Plain("None")]
    found = join(known) if known else UNKNOWN
    # Other files may pass something else to a public function; what is a tensor here is likely one there.
    private = called.startswith("_") or isinstance(definition.outer.owner, FunctionDefinition)
    return found if private or not isinstance(found, (Foreign, Instance, OneOf)) else UNKNOWN


def _of_another(inference: Inference, call: ast.Call, scope: Scope) -> bool:
    """Whether what is called only has the same name: ``dist.all_gather(parts, x)``, ``names.append(x)``."""
    match calls.callee(inference, call.func, scope):
        case Imported() | Method(Several() | Row() | Table() | Plain()):
            return True
        case Method(Tensor(), name):
            return name in torch_names().attributes
    return False


def _given(
    call: ast.Call, definition: FunctionDefinition, argument: ast.arg, *, skip: bool
) -> ast.expr | None:
    """The expression a call passes for a parameter."""
    for keyword in call.keywords:
        if keyword.arg == argument.arg:
            return keyword.value
    if argument not in definition.parameters or any(isinstance(a, ast.Starred) for a in call.args):
        return None
    position = definition.parameters.index(argument)
    if skip and "staticmethod" not in definition.decorators:
        position -= 1
    return call.args[position] if 0 <= position < len(call.args) else None


def _by_docstring(inference: Inference, definition: FunctionDefinition, argument: ast.arg) -> Kind:
    if argument.annotation is not None:
        return UNKNOWN
    return type_notes.documented(definition, argument.arg)


def _by_default(inference: Inference, definition: FunctionDefinition, argument: ast.arg) -> Kind:
    arguments = definition.node.args
    positional = definition.parameters
    if argument in positional:
        at = positional.index(argument) - (len(positional) - len(arguments.defaults))
        default = arguments.defaults[at] if at >= 0 else None
    else:
        default = dict(zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)).get(argument)
    kind = inference.kind(default, definition.outer) if default is not None else UNKNOWN
    return UNKNOWN if isinstance(kind, Plain) else kind
