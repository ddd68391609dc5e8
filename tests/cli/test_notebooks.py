"""Notebooks and Markdown through the command: findings by cell and line, in every format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flake8_detach.report import FORMATS
from tests.cli.conftest import DATA_WRITE, Command

LINES = DATA_WRITE.splitlines(keepends=True)


def write_notebook(path: Path, *cells: str) -> str:
    document: dict[str, Any] = {
        "cells": [
            {"cell_type": "code", "metadata": {}, "outputs": [], "source": cell.splitlines(keepends=True)}
            for cell in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    raw = json.dumps(document, indent=1)
    path.write_text(raw)
    return raw


@pytest.fixture
def notebook(project: Path) -> str:
    return write_notebook(
        project / "n.ipynb", "%pip install torch\n" + "".join(LINES[:4]), "".join(LINES[4:])
    )


def test_findings_are_by_cell_and_line(notebook: str, command: Command) -> None:
    out = command("--format", "concise").out
    assert [line.split(" ")[:3] for line in out.splitlines()] == [
        ["n.ipynb:cell", "2:1:5:", "DET201"],
        ["n.ipynb:cell", "2:2:1:", "DET101"],
    ]
    document = command("--format", "json").document
    write = document["findings"][1]
    assert (write["path"], write["cell"], write["line"], write["column"]) == ("n.ipynb", 2, 2, 1)
    assert [(step["role"], step["cell"], step["line"]) for step in write["trace"]] == [
        ("saved", 1, 5),
        ("alias", 2, 1),
        ("write", 2, 2),
        ("use", 2, 3),
    ]


def test_messages_tell_of_lines_of_cells(notebook: str, command: Command) -> None:
    out = command("--format", "concise", "--select", "DET101").out
    assert "saved for backward (line 5 of cell 1), so the backward() on line 3 of cell 2" in out


def test_full_draws_each_cell(notebook: str, command: Command) -> None:
    out = command("--select", "DET101").out
    assert "--> n.ipynb:cell 2:2:1\n" in out
    assert "::: n.ipynb:cell 1\n" in out
    assert "5 | out = a.sigmoid()\n" in out
    assert "2 | c.zero_()\n" in out


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_it(notebook: str, command: Command, name: str) -> None:
    assert command("--format", name).code == 1


def test_hosts_get_the_line_of_the_file(notebook: str, command: Command) -> None:
    number = next(i for i, line in enumerate(notebook.split("\n"), 1) if "c.zero_()" in line)
    assert f"line={number}," in command("--format", "github", "--select", "DET101").out
    rows = json.loads(command("--format", "gitlab", "--select", "DET101").out)
    assert rows[0]["location"]["positions"]["begin"]["line"] == number


def test_the_cache_knows_cells(notebook: str, command: Command) -> None:
    assert command("--format", "json") == command("--format", "json")


def test_suppression_in_a_cell(project: Path, command: Command) -> None:
    write_notebook(project / "n.ipynb", DATA_WRITE.replace("c = out.data", "c = out.data  # noqa: DET2"))
    assert [finding[3] for finding in command("--format", "json").findings] == ["DET101"]


def test_what_is_no_python(project: Path, command: Command) -> None:
    write_notebook(project / "n.ipynb", "x.data = (", DATA_WRITE)
    (project / "m.ipynb").write_text("{torch")
    found = [(f["path"], f.get("cell"), f["code"]) for f in command("--format", "json").document["findings"]]
    assert found == [
        ("m.ipynb", None, "DET900"),
        ("n.ipynb", 1, "DET900"),
        ("n.ipynb", 2, "DET201"),
        ("n.ipynb", 2, "DET101"),
    ]


def test_markdown_where_it_is_wanted(project: Path, command: Command) -> None:
    text = (
        f"# Title\n\n- item\n  ```python\n{''.join(f'  {line}' for line in LINES)}  ```\n\n```py\n...(\n```\n"
    )
    (project / "README.md").write_text(text)
    assert command().err == "flake8-detach: warning: no Python files under .\n"
    wanted = [("README.md", 9, 7, "DET201"), ("README.md", 10, 3, "DET101")]
    assert command("--format", "json", "--include-markdown").findings == wanted
    assert command("--format", "json", "README.md").findings == wanted
    (project / "setup.cfg").write_text("[flake8-detach]\ninclude-markdown = true\n")
    assert command("--format", "json").findings == wanted


def test_comments_are_added_in_cells(notebook: str, project: Path, command: Command) -> None:
    assert command("--add-noqa").err == "flake8-detach: added 2 comments in 1 file\n"
    after = (project / "n.ipynb").read_text()
    assert after == notebook.replace("c = out.data", "c = out.data  # noqa: DET201").replace(
        "c.zero_()", "c.zero_()  # noqa: DET101"
    )
    assert command().code == 0


def test_comments_are_added_in_markdown(project: Path, command: Command) -> None:
    text = f"x\r\n> ```py\r\n{''.join(f'> {line}' for line in LINES)}> ```\r\n\n```py\n{DATA_WRITE}```\n"
    (project / "a.md").write_bytes(text.encode())
    assert command("--add-noqa=old", "a.md").code == 0
    after = text.replace("c = out.data", "c = out.data  # noqa: DET201 old").replace(
        "c.zero_()", "c.zero_()  # noqa: DET101 old"
    )
    assert (project / "a.md").read_bytes() == after.encode()
    assert command("a.md").code == 0
