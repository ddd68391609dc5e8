"""Comments that suppress in a whole block: where it begins and ends."""

from __future__ import annotations

import pytest

from flake8_detach.finding import Span
from flake8_detach.source.suppression import Suppressions, UnusedCode


def suppressed(text: str, code: str = "DET201") -> list[int]:
    """The lines on which a finding of ``code`` is suppressed."""
    suppressions = Suppressions(text)
    return [line for line in range(1, text.count("\n") + 1) if suppressions.suppressed(line, code)]


def test_from_disable_to_enable() -> None:
    text = "a\n# flake8-detach: disable[DET2]\nb\nc\n# flake8-detach: enable[DET2]\nd\n"
    assert suppressed(text) == [2, 3, 4, 5]
    assert suppressed(text, "DET101") == []


def test_to_the_end_of_the_file_at_the_left_margin() -> None:
    text = "a\n# flake8-detach: disable because it is old\nif a:\n    b\nc\n"
    assert suppressed(text) == suppressed(text, "DET101") == [2, 3, 4, 5]


def test_to_the_end_of_the_block_it_is_in() -> None:
    text = """\
def f():
    a
    # flake8-detach: disable[DET201, DET3]
    if a:
        b = (
  c)
    d

# of the module
e
"""
    assert suppressed(text) == suppressed(text, "DET305") == [3, 4, 5, 6, 7, 8, 9]
    assert suppressed(text, "DET101") == []


@pytest.mark.parametrize(
    "end",
    [
        "# flake8-detach: enable[DET1]",
        "# flake8-detach: enable",
        "  # flake8-detach: enable[DET2]",
        "# flake8-detach: enable [DET2, DET3]",
        "x = '''\n# flake8-detach: enable[DET2]\n'''",
    ],
)
def test_only_its_own_enable_ends_it(end: str) -> None:
    text = f"# flake8-detach: disable[DET2]\na\n{end}\nb\n"
    assert suppressed(text) == list(range(1, text.count("\n") + 1))


def test_the_order_of_codes_and_spaces_mean_nothing() -> None:
    text = "#flake8-detach:disable[DET2,DET1]\na\n#  flake8-detach: enable [ DET1  DET2 ]\nb\n"
    assert suppressed(text) == [1, 2, 3]


@pytest.mark.parametrize(
    "text",
    [
        "x = 1  # flake8-detach: disable[DET201]\ny\n",
        "x = '''\n# flake8-detach: disable[DET201]\n'''\ny\n",
        "# flake8-detach: disabled\ny\n",
        "# flake8-detach: disable[E501]\ny\n",
    ],
)
def test_what_is_no_such_comment(text: str) -> None:
    assert suppressed(text) == []


def test_text_that_has_no_tokens_is_read_by_its_lines() -> None:
    assert suppressed("x = (\n# flake8-detach: disable[DET201]\ny\n") == [2, 3]


def test_unused_codes_of_ours() -> None:
    text = "# flake8-detach: disable[DET201, DET1, E5]\na\n# flake8-detach: disable\nb\n"
    assert Suppressions(text).unused([(2, "DET201")]) == [
        UnusedCode("DET1", Span(1, 34, 1, 38), in_block=True),
        UnusedCode("", Span(3, 1, 3, 25), in_block=True),
    ]
    assert Suppressions(text).unused([(2, "DET201"), (4, "DET104")]) == []
