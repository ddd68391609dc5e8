"""The modules of torch.nn: what one forward keeps of inputs, parameters, buffers and results."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from ..frozen import dataclass
from .facts import Kind, OpFacts
from .operation import Operation

Training = Literal["train", "eval", "unknown"]

OPTION = "."
"""Begins the names of constructor options and of `training` in a module's form."""


@dataclass(frozen=True)
class ModuleFacts:
    """A module of torch.nn.

    Its forward is an operation whose parameters are forward's own, then the module's parameters and buffers by
    name (``weight``, ``running_mean``, ``out_proj.weight``), so `OpFacts` speaks of all of them alike.
    """

    name: str
    operation: Operation

    @property
    def inputs(self) -> tuple[str, ...]:
        """The parameters of `forward`."""
        return tuple(p.name for p in self.operation.variants[0].form.parameters if not p.keyword_only)

    @property
    def state(self) -> tuple[str, ...]:
        """The module's parameters and buffers. `weight_ih` and the like stand for all layers of a recurrent module, and
        ``parameters`` for all parameters of a module that has many."""
        form = self.operation.variants[0].form
        return tuple(p.name for p in form.parameters if p.keyword_only and not p.name.startswith(OPTION))

    @property
    def options(self) -> tuple[str, ...]:
        """The constructor's arguments which may change the facts."""
        names = (p.name for p in self.operation.variants[0].form.parameters)
        return tuple(n.removeprefix(OPTION) for n in names if n.startswith(OPTION) and n != ".training")

    def bind(
        self,
        kinds: Sequence[Kind],
        keywords: Mapping[str, Kind] | None = None,
        options: Mapping[str, object] | None = None,
        training: Training = "train",
    ) -> tuple[OpFacts, dict[int | str, int]] | None:
        """The facts of a forward, with the parameter of each argument.

        `options` are the constructor's arguments that are known constants; those not given are taken at their
        defaults, so give a value of no meaning (``...``) for one that was given but is not known. None when
        forward takes no such arguments.
        """
        given: dict[str, Kind] = dict(keywords or {})
        values: dict[int | str, object] = {}
        for name, value in (options or {}).items():
            if name in self.options:
                given[OPTION + name] = _kind(value)
                if value is not ...:
                    values[OPTION + name] = value
        if training != "train":
            given[".training"] = "bool"
        if training == "eval":
            values[".training"] = False
        bound = self.operation.bind(kinds, given, values)
        if bound is None:
            return None
        facts, where = bound
        return facts, {k: v for k, v in where.items() if not (isinstance(k, str) and k.startswith(OPTION))}

    def state_index(self, name: str) -> int | None:
        """The index, in the facts' parameters, of a parameter or buffer by its name in the module."""
        parameters = self.operation.variants[0].facts.parameters
        for candidate in (name, re.sub(r"_l\d+(_reverse)?$", "", name), "parameters"):
            if candidate in parameters:
                return parameters.index(candidate)
        return None


def _kind(value: object) -> Kind:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return "int"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "str"
    return "list" if isinstance(value, (list, tuple)) else "unknown"
