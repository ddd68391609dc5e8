"""Distributions: which attributes are the parameters that they were made of. PyTorch is asked."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from flake8_detach.library.distributions import COPYING, NORMALISED, PREFIX, SAME
from flake8_detach.torch_facts import function as function_facts

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.oracle
MEASURED = [
    name
    for name in dir(torch.distributions)
    if re.match(r"[A-Z]", name) and function_facts(f"{PREFIX}{name}.sample") is not None
]


def parameters(name: str) -> dict[str, Any]:
    """Tensors by name that a distribution can be made of."""
    names = list(inspect.signature(getattr(torch.distributions, name)).parameters)
    given = {each: torch.full((3,), 0.25 + 0.25 * k) for k, each in enumerate(names)}
    left_out = {"validate_args", "covariance_matrix", "precision_matrix"}
    if "probs" in names:
        left_out.add("logits")
    if "temperature" in names:
        given["temperature"] = torch.tensor(0.5)
    if "scale_tril" in names:
        given["scale_tril"] = torch.eye(3)
    if "high" in names:
        given["high"] = torch.full((3,), 5.0)
    return {each: value for each, value in given.items() if each not in left_out}


@pytest.mark.parametrize("name", MEASURED)
def test_what_an_attribute_shares(name: str) -> None:
    given = parameters(name)
    made = getattr(torch.distributions, name)(**given)
    shared = {
        (attribute, parameter)
        for attribute in {*given, "mean", "mode", "stddev", "variance"}
        for parameter, value in given.items()
        if isinstance(found := _read(made, attribute), torch.Tensor) and found.data_ptr() == value.data_ptr()
    }
    expected = {(each, each) for each in given} | set(SAME.get(name, {}).items())
    if name in COPYING:
        expected = set()
    if f"{PREFIX}{name}" in NORMALISED:  # what the constructor computes stands for what it was given
        expected.discard(("probs", "probs"))
    assert shared == expected


def _read(made: Any, attribute: str) -> object:
    try:
        return getattr(made, attribute, None)
    except NotImplementedError:
        return None
