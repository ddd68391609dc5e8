"""Which writes leave signs as they are is what PyTorch makes of them."""

from __future__ import annotations

import pytest

from flake8_detach.autograd.signs import KEEPING, KEEPING_POSITIVE, NEVER_NEGATIVE, Numbers, Signs, of_write

ANY = (-30.0, -1.5, -0.3, 0.0, 0.2, 0.9, 1.0, 7.0)
WRITES: tuple[tuple[str, Numbers], ...] = (
    *((name, {}) for name in sorted(KEEPING | KEEPING_POSITIVE)),
    *((name, {"other": 0.5}) for name in ("mul_", "multiply_", "div_", "divide_", "true_divide_")),
    ("mul_", {"other": 0}),
    ("mul_", {"other": -2.0}),
    ("mul_", {"other": -1}),
    ("div_", {"other": -1.0}),
    ("clamp_", {"min": -1.0, "max": 0.5}),
    ("clamp_", {"max": 1}),
    ("clamp_", {"min": 0}),
    ("clip_", {"min": 0.0, "max": 0.5}),
    ("clamp_max_", {"max": 0.5}),
    ("clamp_min_", {"min": -1.0}),
    ("clamp_min_", {"min": 0.1}),
    ("clamp_max_", {"max": -0.1}),
    ("pow_", {"exponent": 3}),
    ("pow_", {"exponent": 2}),
    ("pow_", {"exponent": 0.5}),
    ("pow_", {"exponent": 0}),
    ("neg_", {}),
    ("add_", {"other": 1}),
    ("zero_", {}),
    ("exp_", {}),
)


@pytest.mark.oracle
@pytest.mark.parametrize(("name", "numbers"), WRITES)
def test_pytorch_does_so(name: str, numbers: Numbers) -> None:
    torch = pytest.importorskip("torch")

    def keeps(values: tuple[float, ...]) -> bool:
        t = torch.tensor(values)
        call = getattr(t, name, None) or (lambda: getattr(torch.nn.functional, name)(t))
        call(**numbers)
        return bool(torch.equal(t.sign(), torch.tensor(values).sign()))

    def turns(values: tuple[float, ...]) -> bool:
        t = torch.tensor(values)
        getattr(t, name, t.clone)(**numbers)
        return bool(torch.equal(t, -torch.tensor(values)))

    kept = (
        Signs.KEPT
        if keeps(ANY)
        else Signs.KEPT_IF_POSITIVE
        if keeps(tuple(v for v in ANY if v >= 0))
        else Signs.TURNED
        if turns(ANY)
        else Signs.CHANGED
    )
    assert of_write(f"torch.Tensor.{name}", numbers) is kept


@pytest.mark.oracle
@pytest.mark.parametrize("name", sorted(NEVER_NEGATIVE))
def test_nothing_is_negative(name: str) -> None:
    torch = pytest.importorskip("torch")
    function = getattr(torch.nn, name)() if name[0].isupper() else getattr(torch, name)
    assert bool((function(torch.tensor(ANY)) >= 0).all())


@pytest.mark.parametrize("numbers", [{"other": None}, {"other": 2.0, "rounding_mode": None}])
def test_what_is_not_known(numbers: Numbers) -> None:
    assert of_write("torch.Tensor.div_", numbers) is Signs.UNKNOWN


def test_a_number_in_the_place_of_some() -> None:
    """They may have been positive before; zero makes them other than that."""
    assert of_write("operator.[]=", {"value": 1.0}) is Signs.UNKNOWN
    assert of_write("operator.[]=", {"value": 0.0}) is Signs.CHANGED
    assert of_write("operator.[]=", {"value": None}) is Signs.CHANGED


def test_by_a_flag() -> None:
    assert of_write("torch.nn.functional.relu", {}) is of_write("torch.relu_", {})
