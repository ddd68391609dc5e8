"""Between which numbers results lie, and what that leaves alone, is what PyTorch makes of them."""

from __future__ import annotations

import pytest

from flake8_detach.autograd.ranges import BOUNDING, FOR_POSITIVE, RESULTS

ANY = (-1e30, -200.0, -30.0, -1.5, -0.3, -0.0, 0.0, 0.2, 0.9, 1.0, 7.0, 200.0, 1e30)


@pytest.mark.oracle
@pytest.mark.parametrize("name", sorted(RESULTS))
def test_results_lie_between(name: str) -> None:
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    given = torch.tensor(ANY) if name not in ("softmax", "Softmax") else torch.tensor([ANY, ANY[::-1]])
    arguments = (-1,) if name in ("softmax", "Softmax") else ()
    if name[0].isupper():
        out = getattr(torch.nn, name)(*arguments)(given)
    else:
        out = (getattr(torch, name, None) or getattr(functional, name))(given, *arguments)
    low, high = RESULTS[name]
    found = out[~out.isnan()]
    assert bool(((found >= low) & (found <= high)).all())


@pytest.mark.oracle
@pytest.mark.parametrize("name", sorted(BOUNDING | FOR_POSITIVE))
def test_what_is_there_already_stays(name: str) -> None:
    torch = pytest.importorskip("torch")
    within = torch.tensor([0.0, 0.3, 1.0])
    bounds = {"min": 0, "max": 1.0} if name in ("clamp_", "clip_") else {}
    if name.endswith(("min_", "max_")):
        bounds = {name[-4:-1]: 0 if name.endswith("min_") else 1}
    assert bool(torch.equal(getattr(within.clone(), name)(**bounds), within))
