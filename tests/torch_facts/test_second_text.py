"""How what was seen of a second backward becomes a line of the fact file."""

from __future__ import annotations

import itertools

import pytest

torch = pytest.importorskip("torch")

from measure.named import Named  # noqa: E402
from measure.probe import Call, observe  # noqa: E402
from measure.second import Place, Second  # noqa: E402
from measure.second_text import Labelled, _text, _with_labels, second_of  # noqa: E402
from measure.words import words_from_text  # noqa: E402

pytestmark = pytest.mark.oracle


def einsum(equation: str, *operands: torch.Tensor) -> Named:
    words = words_from_text("equation:s *operands:tL")
    where: dict[int | str, int] = {0: 0, **dict.fromkeys(range(1, len(operands) + 1), 1)}
    return Named(observe(Call(torch.einsum, (equation, *operands))), words, where)


def test_elements_under_one_label_are_kept_for_the_sake_of_all_of_them() -> None:
    """Whatever the order in which they were met, and sets have one of their own in every process."""
    seen: list[tuple[Place, set[Place]]] = [((1, None), {"grad"}), ((2, None), {"grad", (3, None)})]
    for order in itertools.permutations(seen):
        second = Second(leads={"grad", (1, None), (2, None), (3, None)}, saved=dict(order))
        labelled = _with_labels(second, lambda p: p if isinstance(p, str) else "operands[others]")
        assert labelled.saved == {"operands[others]": {"grad", "operands[others]"}}


def test_a_row_speaks_of_as_many_factors_as_its_first_call_has() -> None:
    x, y = torch.rand(2, 3), torch.rand(2, 3)
    two, three = einsum("ij,kj->ik", x, y), einsum("ij,ij,ij->", x, y, x + y)
    names = ["equation", "operands"]
    of_two = second_of([two], names, ["operands"])
    assert of_two == {"operands": "inner: grad operands[others] | grad; operands[others] for grad | freed"}
    assert second_of([two, three], names, ["operands"]) == of_two


def test_an_object_that_only_some_calls_keep_itself_is_marked() -> None:
    def labelled(*own: str) -> Labelled:
        return Labelled({"grad", "y"}, set(), {"y": {"grad"}}, set(own), freed=True, gives="new", joint=set())

    given = {"grad", "x", "y"}
    line = "grad y | {} for grad | freed"
    assert _text([(labelled("y"), given), (labelled("y"), given)], ["x", "y"]) == line.format("y!")
    assert _text([(labelled("y"), given), (labelled(), given)], ["x", "y"]) == line.format("y!~")


def test_what_only_some_calls_keep_for_the_sake_of_an_argument_is_in_doubt() -> None:
    def labelled(*sakes: str) -> Labelled:
        return Labelled({"grad", "y"}, set(), {"y": set(sakes)}, set(), freed=True, gives="new", joint=set())

    given = {"grad", "x", "y"}
    assert (
        _text([(labelled("grad", "y"), given), (labelled("grad"), given)], ["x", "y"])
        == "grad y | y? | freed"
    )
    assert (
        _text([(labelled("grad"), given), (labelled("grad"), given)], ["x", "y"])
        == "grad y | y for grad | freed"
    )
