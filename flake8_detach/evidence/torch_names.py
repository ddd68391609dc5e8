"""PyTorch's names: what its functions and methods give back, and which names only tensors have.

Read from ``tensor_names.json``, which ``tools/measure_tensor_names.py`` writes from an installed PyTorch.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class TorchNames:
    """The measured names.

    ``attributes`` and ``functions`` say ``tensor``, ``tensors``, ``mixed`` (one tensor or several), ``packed`` (a
    PackedSequence), ``value`` or ``unknown``; an attribute that is no method has `` property`` after it.
    ``methods`` and ``properties`` are the attributes that only tensors have in that form: a *call* of ``size`` is
    a tensor's, reading it may be an array's. ``result_methods`` also count what only things that carry a
    ``.data``, and never stand in one, have: a module's ``float``. ``private`` are the attributes of tensors with one underscore before them.
    ``bases`` are the dotted names of the classes that one of ``torch.nn`` descends from, but for ``Module``.
    """

    attributes: dict[str, str]
    methods: frozenset[str]
    properties: frozenset[str]
    result_methods: frozenset[str]
    functions: dict[str, str]
    takers: frozenset[str]
    modules: dict[str, frozenset[str]]
    module_tensors: frozenset[str]
    optimizers: frozenset[str]
    classes: frozenset[str]
    private: frozenset[str]
    bases: dict[str, tuple[str, ...]]


@cache
def torch_names() -> TorchNames:
    """The measured names, loaded on first use."""
    data = json.loads(files(__package__).joinpath("tensor_names.json").read_text(encoding="utf-8"))
    attributes: dict[str, str] = data["attributes"]
    called: set[str] = set()
    called_of_result: set[str] = set()
    read: set[str] = set()
    for library, names in data["shared"].items():
        callable_names = {name for name, form in names.items() if form != "property"}
        called |= callable_names
        called_of_result |= callable_names if library not in ("PackedSequence", "torch.nn.Module") else set()
        read.update(names)
    properties = {name for name, what in attributes.items() if what.endswith("property")}
    modules = {name: frozenset(held) for name, held in data["modules"].items()}
    return TorchNames(
        attributes=attributes,
        methods=frozenset(attributes.keys() - properties - called),
        properties=frozenset(properties - read),
        result_methods=frozenset(attributes.keys() - properties - called_of_result),
        functions=data["functions"],
        takers=frozenset(data["takers"]),
        modules=modules,
        module_tensors=frozenset().union(*modules.values()),
        optimizers=frozenset(data["optimizers"]),
        classes=frozenset(data["classes"]),
        private=frozenset(data["private"]),
        bases={name: tuple(above) for name, above in data["bases"].items()},
    )


def tensor_only_attributes() -> frozenset[str]:
    """The attributes that tensors have and arrays, frames, sparse matrices and built-in types have not."""
    names = torch_names()
    return names.methods | names.properties


def tensor_only_method(name: str) -> bool:
    """Whether a *call* of this attribute is a sign of a tensor."""
    return name in torch_names().methods


def tensor_only_property(name: str) -> bool:
    """Whether *reading* this attribute is a sign of a tensor."""
    return name in torch_names().properties
