"""What values have: the members of a class, the attributes of every kind of value."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_detach.evidence import families, libraries, type_notes, uses
from flake8_detach.evidence.bindings import Binding
from flake8_detach.evidence.kinds import (
    NOTHING,
    PARAMETER_GROUP,
    UNKNOWN,
    ClassObject,
    Foreign,
    Function,
    Imported,
    Instance,
    Kind,
    Method,
    Module,
    OneOf,
    Optimizer,
    Plain,
    Row,
    Several,
    Table,
    Tensor,
    join,
)
from flake8_detach.evidence.registered import registered
from flake8_detach.evidence.scopes import ClassDefinition, FunctionDefinition, Scope
from flake8_detach.evidence.torch_names import torch_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_detach.evidence.infer import Inference

# What every nn.Module can be asked for; `calls` knows what each gives.
MODULE_METHODS = frozenset(
    [
        "parameters",
        "named_parameters",
        "buffers",
        "named_buffers",
        "modules",
        "named_modules",
        "children",
        "named_children",
        "state_dict",
        "get_parameter",
        "get_buffer",
        "get_submodule",
    ]
)

MOVES = frozenset({"clone", "copy", "cpu", "cuda", "detach", "to"})
"""What gives another of its kind, whatever it is called on."""


# -- members of a class whose source is seen ---------------------------------------------------------------


def member(inference: Inference, definition: ClassDefinition, name: str, owner: Kind) -> Kind:
    """What ``name`` is on an instance: methods, properties, class and instance attributes, bases in order."""
    return inference.once(f"member {name}", definition, lambda: _member(inference, definition, name, owner))


def _member(inference: Inference, definition: ClassDefinition, name: str, owner: Kind) -> Kind:
    known = _declared(inference, definition, name)
    known = known if known != UNKNOWN else join(_own(inference, definition, name, owner))
    if known in (Several(NOTHING), Table(UNKNOWN)):
        return uses.from_member_uses(inference, definition, name, known)
    if known != UNKNOWN and known != Plain("None"):
        return known
    for base in families.bases(inference, definition):
        if isinstance(base, ClassObject):
            inherited = member(inference, base.definition, name, owner)
            if inherited != UNKNOWN:
                return inherited
        elif isinstance(base, Imported):
            made = families.classify(libraries.canonical(base.name))
            if isinstance(made, (Module, Optimizer)):
                inherited = attribute(inference, made, name, definition.outer)
                if inherited != UNKNOWN:
                    return inherited
    return known if known != UNKNOWN else uses.from_member_uses(inference, definition, name, known)


def _declared(inference: Inference, definition: ClassDefinition, name: str) -> Kind:
    """What the annotation of an attribute says, in the class or on ``self``: it holds for all that is stored there."""
    places = [(definition.scope, name)]
    places += [(m.scope, f"{self_name(m)}.{name}") for m in methods(definition)]
    for scope, path in places:
        for binding in scope.bindings.get(path, ()):
            if binding.annotation is not None:
                known = type_notes.annotated(inference, binding.annotation, scope)
                if known != UNKNOWN and known != Plain("None"):
                    return known
    return UNKNOWN


def _own(inference: Inference, definition: ClassDefinition, name: str, owner: Kind) -> Iterator[Kind]:
    scope = definition.scope
    for binding in scope.bindings.get(name, ()):
        if not _changes_property(binding, scope):
            yield _class_level(inference, binding, scope, owner)
    for method in methods(definition):
        me = self_name(method)
        if me is None:
            continue
        for binding in method.scope.bindings.get(f"{me}.{name}", ()):
            yield inference.bound(binding, method.scope)
        yield from registered(inference, method.scope, me, name)


def _changes_property(binding: Binding, scope: Scope) -> bool:
    """``@value.setter``: defined under the property's name, but what is read is still what the getter gives."""
    made = scope.index.definitions.get(binding.source) if binding.form == "definition" else None
    return isinstance(made, FunctionDefinition) and bool(made.decorators & {"setter", "deleter"})


def _class_level(inference: Inference, binding: Binding, scope: Scope, owner: Kind) -> Kind:
    kind = inference.bound(binding, scope)
    if isinstance(kind, Function):
        if kind.definition.decorators & {"property", "cached_property", "lazy_property"}:
            return inference.returned(kind.definition)
        return Function(kind.definition, owner)
    return kind


def methods(definition: ClassDefinition) -> Iterator[FunctionDefinition]:
    for inner in definition.scope.definitions:
        if isinstance(inner, FunctionDefinition):
            yield inner


def self_name(method: FunctionDefinition) -> str | None:
    """The name by which a method calls its own object."""
    if "staticmethod" in method.decorators or not method.parameters:
        return None
    return method.parameters[0].arg


# -- attributes of any kind of value -----------------------------------------------------------------------


def attribute(inference: Inference, owner: Kind, name: str, scope: Scope) -> Kind:
    """What an attribute of a value is."""
    match owner:
        case Imported(dotted):
            return inference.imported(f"{dotted}.{name}")
        case Tensor() | Instance() if name == "__class__":
            return families.class_of(owner)
        case Tensor():
            return _of_tensor(owner, name)
        case Instance(definition):
            found = member(inference, definition, name, owner)
            if name in _MAPPING_METHODS and _says_nothing(inference, found):
                held = mapped(inference, definition)
                found = Method(Table(held), name) if held != UNKNOWN else found
            return found if found != UNKNOWN else _of_family(inference, definition, name, owner)
        case ClassObject(definition):
            return member(inference, definition, name, owner)
        case Module(module):
            return _of_module(owner, module, name)
        case Optimizer():
            return _of_optimizer(name)
        case OneOf(items):
            return _of_one(inference, items, name, scope)
        case Foreign(_, True):
            return owner
        case Foreign(rule=rule) if name in MOVES and rule != "docstring":
            return Method(owner, name)
        case Several() | Row() | Table() | Plain():
            return Method(owner, name)
    return _of_anything(name, scope)


def _of_one(inference: Inference, items: tuple[Kind, ...], name: str, scope: Scope) -> Kind:
    """What an attribute of one of several things is; what each module has, whichever it is has."""
    parts = [attribute(inference, item, name, scope) for item in items]
    if name in MODULE_METHODS and all(isinstance(part, Method) for part in parts):
        return Method(UNKNOWN, name)
    return join(part for part in parts if part != UNKNOWN and not isinstance(part, Method))


_MAPPING_METHODS = frozenset({"get", "items", "pop", "setdefault", "values"})


def _says_nothing(inference: Inference, found: Kind) -> bool:
    return found == UNKNOWN or (
        isinstance(found, Function) and inference.returned(found.definition) == UNKNOWN
    )


def mapped(inference: Inference, definition: ClassDefinition) -> Kind:
    """What the instances of ``class Records(TypedDict[str, Record])`` hold: the last part of a base that is called a dict."""
    for base in definition.node.bases:
        match base:
            case ast.Subscript(ast.Name(word) | ast.Attribute(attr=word), ast.Tuple([_, value])):
                if word.lower().endswith(("dict", "mapping")):
                    return type_notes.annotated(inference, value, definition.outer)
    return UNKNOWN


def _of_tensor(owner: Tensor, name: str) -> Kind:
    what = torch_names().attributes.get(name)
    if what == "tensor property":
        return Tensor(f"the .{name} of a tensor" if name == "grad" else owner.reason, owner.rule)
    if what == "value property":
        return Plain(f"the .{name} of a tensor")
    return Method(owner, name)


def _of_family(inference: Inference, definition: ClassDefinition, name: str, owner: Kind) -> Kind:
    match families.family(inference, definition):
        case "module" if name in MODULE_METHODS:
            return Method(owner, name)
        case "optimizer":
            return _of_optimizer(name)
    return _of_anything(name, definition.outer) if name not in torch_names().module_tensors else UNKNOWN


def _of_module(owner: Module, module: str | None, name: str) -> Kind:
    names = torch_names()
    if module is None:
        if name in names.module_tensors:
            return Tensor(f"the {name} of a module")
    elif name in names.modules.get(module, ()):
        return Tensor(f"the {name} of nn.{module}")
    if name == "module" or (name == "out_proj" and module == "MultiheadAttention"):
        return Module()
    if name == "grad":
        return UNKNOWN
    return Method(owner, name)


def _of_optimizer(name: str) -> Kind:
    if name == "param_groups":
        return Several(PARAMETER_GROUP)
    return Table(Table(UNKNOWN)) if name == "state" else UNKNOWN


def _of_anything(name: str, scope: Scope) -> Kind:
    """What an attribute's name alone says, whoever has it."""
    if name == "grad":
        return Tensor("a gradient: only tensors have a .grad", "gradient")
    if name == "param_groups":
        return Several(PARAMETER_GROUP)
    if name in torch_names().module_tensors and scope.index.mentions_torch:
        return Tensor(f"what torch.nn's modules call their parameter: .{name}", "parameter name")
    return Method(UNKNOWN, name)
