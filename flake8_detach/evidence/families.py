"""Families of classes: which are tensors, modules, optimizers, by what they descend from and what they are called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Literal, TypeAlias

from flake8_detach.evidence import libraries
from flake8_detach.evidence.kinds import (
    UNKNOWN,
    ClassObject,
    Factory,
    Foreign,
    Function,
    Imported,
    Instance,
    Kind,
    Module,
    Optimizer,
    Plain,
    Tensor,
)
from flake8_detach.evidence.scopes import ClassDefinition, FunctionDefinition
from flake8_detach.evidence.torch_names import torch_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flake8_detach.evidence.infer import Inference

Family: TypeAlias = Literal["tensor", "module", "optimizer", "function", "other", "unknown"]


def classify(name: str) -> Kind:
    """What calling an imported class gives, by its dotted name; Unknown where it may be anything."""
    names = torch_names()
    root, _, word = name.rpartition(".")
    if libraries.is_torch(name):
        if name in names.classes or f"torch.{word}" in names.classes or f"torch.nn.{word}" in names.classes:
            return Tensor(f"a {word}")
        if word in names.modules and ("nn" in root.split(".") or root == "torch.nn"):
            return Module(None if word == "Module" else word)
        if root.startswith("torch.optim") and word in names.optimizers:
            return Optimizer()
        if word[:1].isupper():
            return Foreign(f"an instance of {name}", False)
        return UNKNOWN
    if "datasets" in root.split(".") and word[:1].isupper():
        return Foreign(f"an instance of {name.lstrip('.')}, a data set", False)
    if libraries.closed(name):
        return Foreign(f"an instance of {name.lstrip('.')}", True)
    if name.startswith("builtins."):
        return UNKNOWN if word in ("object", "type", "super") else Plain(f"a {word}")
    if looks_like_class(word):
        family = family_by_name(word)
        if family == "tensor":
            return Tensor(f"an instance of {word}, a tensor class by its name", "class name")
        if family == "module":
            return Module()
        if root.split(".")[0] in ("typing", "typing_extensions", "types", "abc"):
            return UNKNOWN
        return Foreign(f"an instance of {word}", False)
    return UNKNOWN


def looks_like_class(word: str) -> bool:
    """Whether a name is spelled as classes are (``CamelCase``, not ``CONSTANT``)."""
    bare = word.lstrip("_")
    return bare[:1].isupper() and not (len(bare) > 1 and bare.isupper()) and any(c.islower() for c in bare)


def family_by_name(word: str) -> Family:
    """What the name of a class that is not seen says of it, where names are a convention that is kept."""
    if word.endswith(("Tensor", "Parameter", "Variable")) or word in libraries.PARAMETERS:
        return "tensor"
    if word.endswith("Module") or word == "PreTrainedModel":
        return "module"
    return "optimizer" if word.endswith("Optimizer") else "unknown"


def instance(inference: Inference, kind: Kind, rule: str = "flow") -> Kind:
    """What an instance of a class is, given what the class expression evaluates to."""
    match kind:
        case ClassObject(definition):
            family_ = family(inference, definition)
            if family_ == "tensor":
                return Tensor(f"an instance of {definition.node.name}, a tensor class", rule)
            return Instance(definition)
        case Factory(gives):
            return gives
        case Imported(name):
            made = classify(libraries.canonical(name))
            if isinstance(made, Tensor):
                return Tensor(made.reason, rule if made.rule == "flow" else made.rule)
            return Foreign(made.what, made.closed, rule) if isinstance(made, Foreign) else made
    return UNKNOWN


def class_of(kind: Kind) -> Kind:
    """What ``type()`` of a value is."""
    match kind:
        case Tensor():
            return Factory(kind)
        case Instance(definition):
            return ClassObject(definition)
    return UNKNOWN


def bases(inference: Inference, definition: ClassDefinition) -> Iterator[Kind]:
    """What the base expressions of a class evaluate to."""
    for base in definition.node.bases:
        target = base.value if isinstance(base, ast.Subscript) else base
        if not isinstance(target, ast.Starred):
            yield inference.kind(target, definition.outer)


def family(inference: Inference, definition: ClassDefinition) -> Family:
    """What a class descends from, as far as its bases can be followed."""
    seen: set[int] = set()
    pending = [definition]
    unknown = False
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        for base in bases(inference, current):
            match base:
                case ClassObject(other):
                    pending.append(other)
                case Imported(name):
                    found = _family_of_import(libraries.canonical(name))
                    if found not in ("other", "unknown"):
                        return found
                    unknown = unknown or found == "unknown"
                case Function() | Plain():
                    pass
                case _:
                    unknown = True
    return _family_by_body(definition) if unknown else "other"


def _family_of_import(name: str) -> Family:
    word = name.rpartition(".")[2]
    if name in ("torch.autograd.Function", "torch.autograd.function.Function"):
        return "function"
    if name.startswith("torch.utils.data"):
        return "other"
    match classify(name):
        case Tensor():
            return "tensor"
        case Module():
            return "module"
        case Optimizer():
            return "optimizer"
        case Foreign(_, True) | Plain():
            return "other"
    by_name = family_by_name(word)
    if by_name == "unknown" and name.startswith(
        ("typing.", "abc.", "enum.", "builtins.", "collections.", "unittest.")
    ):
        return "other"
    return by_name


def _family_by_body(definition: ClassDefinition) -> Family:
    """A class whose base is not seen is a module if it does what only modules do."""
    names = definition.scope.bindings.keys()
    for d in definition.scope.definitions:
        if isinstance(d, FunctionDefinition) and (
            "register_buffer" in d.scope.calls or "register_parameter" in d.scope.calls
        ):
            return "module"
    if "forward" in names and definition.outer.index.mentions_torch:
        return "module"
    return "unknown"
