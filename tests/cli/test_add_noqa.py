"""``--add-noqa``: afterwards nothing is found, and nothing but comments has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from flake8_detach.cli.add_noqa import commented
from flake8_detach.finding import Finding, Span
from tests.cli.conftest import DATA_WRITE, Command


def at(line: int, code: str = "DET201") -> Finding:
    return Finding("x.py", Span(line, 1, line, 2), code, "m")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x.data\n", "x.data  # noqa: DET201\n"),
        ("x.data", "x.data  # noqa: DET201"),
        ("x.data \t\r\n", "x.data  # noqa: DET201\r\n"),
        ("x.data\ry\r", "x.data  # noqa: DET201\ry\r"),
        ("x.data  # why\n", "x.data  # why  # noqa: DET201\n"),
        ("x.data  # noqa: E501\n", "x.data  # noqa: E501, DET201\n"),
        ("x.data  # noqa: E501, W6 too long\n", "x.data  # noqa: E501, W6, DET201 too long\n"),
        ("x.data  # NOQA:E501\n", "x.data  # NOQA:E501, DET201\n"),
        ("f(x.data, '''a\nb''')\n", "f(x.data, '''a\nb''')  # noqa: DET201\n"),
        ("x.data + \\\n  y\n", "x.data + \\\n  y  # noqa: DET201\n"),
        ("(x.data +\n  y)\n", "(x.data +  # noqa: DET201\n  y)\n"),
    ],
)
def test_where_the_comment_goes(before: str, after: str) -> None:
    assert commented(before, [at(1)]) == after


def test_several_codes_and_a_reason() -> None:
    found = [at(1, "DET202"), at(1), at(1), at(2, "DET101")]
    text = commented("x.data\ny\n", found, "old, see the issue")
    assert text == "x.data  # noqa: DET201, DET202 old, see the issue\ny  # noqa: DET101 old, see the issue\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("x = '''# noqa: E1\n''' + y.data\n", "another comment"), ("if x.data:\n\t\\\n", "cannot read")],
)
def test_where_that_is_not_possible_nothing_is_changed(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        commented(text, [at(2)])


def test_the_command(project: Path, command: Command) -> None:
    data = b"\xef\xbb\xbf# caf\xc3\xa9\r\n" + DATA_WRITE.replace("\n", "\r\n").encode()
    (project / "x.py").write_bytes(data)
    (project / "bad.py").write_text("x.data = (\n")
    (project / "x.py").chmod(0o755)
    ran = command("--add-noqa=as it was", "--exclude", "bad.py")
    assert (ran.code, ran.out, ran.err) == (0, "", "flake8-detach: added 2 comments in 1 file\n")
    wanted = data.replace(b"c = out.data", b"c = out.data  # noqa: DET201 as it was")
    wanted = wanted.replace(b"c.zero_()", b"c.zero_()  # noqa: DET101 as it was")
    assert (project / "x.py").read_bytes() == wanted
    assert (project / "x.py").stat().st_mode & 0o777 == 0o755
    assert command("--exclude", "bad.py").code == 0
    assert command("--add-noqa", "--exclude", "bad.py").err == "flake8-detach: added 0 comments in 0 files\n"


def test_a_path_is_no_reason(project: Path, command: Command) -> None:
    for name in ("x.py", "y.py"):
        (project / name).write_text(DATA_WRITE)
    assert command("--add-noqa", "x.py").err == "flake8-detach: added 2 comments in 1 file\n"
    assert "x.py" not in (project / "x.py").read_text()
    assert (project / "y.py").read_text() == DATA_WRITE
