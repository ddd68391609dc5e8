"""All families, by name. A family is a function from a `Draw` to a `Sketch`; the module it is in is its subject."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch

from . import (
    adversarial,
    averaging,
    basics,
    estimators,
    flow,
    gans,
    helpers,
    library,
    memory,
    metrics,
    networks,
    policies,
    precision,
    records,
    recurrent,
    remembered,
    second_order,
    structures,
    zoo,
)

Family = Callable[[Draw], Sketch]

_MODULES = (
    basics,
    metrics,
    networks,
    gans,
    policies,
    averaging,
    recurrent,
    adversarial,
    second_order,
    estimators,
    memory,
    helpers,
    flow,
    library,
    structures,
    precision,
    records,
    remembered,
    zoo,
)

FAMILIES: dict[str, Family] = {
    function.__name__: function for module in _MODULES for function in module.FAMILIES
}
