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
    """The measured names. Attribute and function values are ``tensor``, ``tensors``, ``mixed`` (one tensor or
    several), ``value`` or ``unknown``; an attribute that is no method has `` property`` after it."""

    attributes: dict[str, str]
    tensor_only: frozenset[str]
    functions: dict[str, str]
    takers: frozenset[str]
    modules: dict[str, frozenset[str]]
    module_tensors: frozenset[str]
    optimizers: frozenset[str]
    classes: frozenset[str]


@cache
def torch_names() -> TorchNames:
    """The measured names, loaded on first use."""
    data = json.loads(files(__package__).joinpath("tensor_names.json").read_text(encoding="utf-8"))
    shared = {name for names in data["shared"].values() for name in names}
    modules = {name: frozenset(held) for name, held in data["modules"].items()}
    return TorchNames(
        attributes=data["attributes"],
        tensor_only=frozenset(data["attributes"].keys() - shared),
        functions=data["functions"],
        takers=frozenset(data["takers"]),
        modules=modules,
        module_tensors=frozenset().union(*modules.values()),
        optimizers=frozenset(data["optimizers"]),
        classes=frozenset(data["classes"]),
    )


def tensor_only_attributes() -> frozenset[str]:
    """The attributes that tensors have and arrays, frames, sparse matrices and built-in types have not."""
    return torch_names().tensor_only


def tensor_only_method(name: str) -> bool:
    """Whether a *call* of this attribute is a sign of a tensor."""
    names = torch_names()
    return name in names.tensor_only and not names.attributes[name].endswith("property")


def tensor_only_property(name: str) -> bool:
    """Whether *reading* this attribute is a sign of a tensor."""
    names = torch_names()
    return name in names.tensor_only and names.attributes[name].endswith("property")
