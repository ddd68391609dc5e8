"""``torch.distributions``: what a method keeps of the parameters that the distribution was made of, and of the value.

Construction and method are measured as one call, whose arguments are the method's own and then the constructor's:
``Normal(loc, scale).log_prob(value)`` is ``value loc scale``.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from typing import Any

import torch
from torch import distributions

from .calls import read_arguments
from .row import Row
from .rows import observed, rows_of
from .samples import Arguments
from .words import Word

SAMPLES = """
Normal LogNormal Laplace Gumbel Cauchy: x, y | x, 1.0 | 0.0, y
Uniform: x * 0.1, y + 2 | 0.0, y + 2
Exponential Poisson HalfNormal HalfCauchy: x
Gamma Beta Weibull: x, y | x, 1.0
StudentT: x, y, x + 1 | 3.0, x, y
Dirichlet: x
Bernoulli Geometric: x | logits=x
Categorical OneHotCategorical: x | logits=x
MultivariateNormal: v, a | v, scale_tril=torch.linalg.cholesky(a)
RelaxedBernoulli RelaxedOneHotCategorical: torch.tensor(0.5), x | torch.tensor(0.5), logits=x
"""

METHODS = ("log_prob", "rsample", "sample", "entropy")


def entries() -> dict[str, list[Row]]:
    """Rows by class and method."""
    found: dict[str, list[Row]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for line in SAMPLES.strip().splitlines():
            heads, _, given = line.partition(": ")
            for name in heads.split():
                for method in METHODS:
                    rows = _rows(getattr(distributions, name), method, read_arguments(given))
                    if rows:
                        # A parameter that is broadcast is kept through a view.
                        rows = [
                            {**r, "saves": [s.replace("!", "") for s in r["saves"]]} if "saves" in r else r
                            for r in rows
                        ]
                        found[f"torch.distributions.{name}.{method}"] = rows
    return found


def _rows(cls: Callable[..., Any], method: str, given: list[Arguments]) -> list[Row]:
    parameters = list(inspect.signature(cls).parameters.values())
    words = [Word("value", "t", False, None)] if method == "log_prob" else []
    for parameter in parameters:
        if parameter.name == "validate_args":
            words.append(Word(parameter.name, "b0", True, None, True))
        else:
            optional = parameter.default is not parameter.empty
            words.append(Word(parameter.name, "tn0" if optional else "tn", optional, None))
    if method.endswith("sample"):
        words.append(Word("sample_shape", "Iao", True, None, True))

    def call(*args: Any, **kwargs: Any) -> Any:
        value = args[:1] if method == "log_prob" else ()
        return getattr(cls(*args[len(value) :], **kwargs), method)(*value)

    tries: list[Arguments] = []
    for args, kwargs in given:
        torch.manual_seed(0)
        front = (cls(*args, **kwargs).sample(),) if method == "log_prob" else ()
        tries.append(((*front, *args), kwargs))
    return rows_of([words], observed(call, tries)).get(0, [])
