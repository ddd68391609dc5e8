"""Edits as JSON and SARIF carry them: a reader that has only the output and the file makes of it what ``--fix`` makes."""

from __future__ import annotations

import io
import json
import re
import tokenize
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from flake8_detach.cli import main

PROGRAM = """\
import torch
from torch import nn

wäge = torch.ones(3, requires_grad=True)
print("é 🎲", wäge.data.norm(), "🐍")  # ß 🐍
net = nn.Linear(2, 2)
net.weight.data.mul_(2)  # 🎲
net.bias.data.zero_()
for p in net.parameters():
\tif p.dim() > 1:  # ü
\t\tp.data.clamp_(0, 1)
if wäge.sum() > 0: print("🎲"); print(wäge.data); x = "🐍"; nn.init.zeros_(net.weight.data)
y = (wäge
     .data  # ç
     .sum())
z = wäge.\\
data
"""
UNSAFE = (
    PROGRAM
    + 'wäge.data = (\n    torch.zeros(3)  # 🎲\n)\n"🐍"; loss = wäge.sum().data; h = loss * 1\nh.detach_()\n'
)
LATIN = f"# coding: latin-1\n{PROGRAM}".replace("🎲", "þ").replace("🐍", "ÿ")
JAPANESE = f"# -*- coding: shift_jis -*-\n{PROGRAM}".translate(str.maketrans("äéßüç🎲🐍", "重え字ユー表能"))
FILES = {
    "line feeds": PROGRAM.encode(),
    "carriage returns and line feeds": PROGRAM.replace("\n", "\r\n").encode(),
    "carriage returns": PROGRAM.replace("\n", "\r").encode(),
    "all of them": re.sub("\n", lambda m: ("\n", "\r\n", "\r")[m.start() % 3], PROGRAM).encode(),
    "a byte order mark": PROGRAM.encode("utf-8-sig"),
    "a byte order mark and carriage returns": PROGRAM.replace("\n", "\r\n").encode("utf-8-sig"),
    "a mark and a cookie": f"# coding: utf-8-sig\n{PROGRAM}".encode("utf-8-sig"),
    "Latin-1": LATIN.encode("latin-1"),
    "Shift JIS": JAPANESE.encode("shift_jis"),
    "EUC-JP": JAPANESE.replace("shift_jis", "euc_jp").replace("\n", "\r\n").encode("euc_jp"),
    "no end of the last line": PROGRAM.rstrip("\n").encode(),
    "lines that Python does not count": PROGRAM.replace("ß", "\u2028\x0b\x85\x1c ß\f").encode(),
    "form feeds": PROGRAM.replace("\nnet.", "\n\fnet.").encode(),
}
EACH = pytest.mark.parametrize("name", FILES)


class Region(NamedTuple):
    """Lines and columns from 1; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


Fixes = list[list[Region]]


def applied(data: bytes, fixes: Fixes, newlines: Sequence[str], *, utf16: bool = False) -> bytes:
    """The bytes of a file after fixes: equal edits count once, and no two may overlap."""
    encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    marked = data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig" if marked else encoding)
    ends = re.compile("|".join(re.escape(end) for end in sorted(newlines, key=len, reverse=True)))
    starts = [0, *(found.end() for found in ends.finditer(text))]

    def offset(line: int, column: int) -> int:
        at = starts[line - 1]
        if not utf16:
            return at + column - 1
        units = column - 1
        while units > 0:
            units -= len(text[at].encode("utf-16-le")) // 2
            at += 1
        return at

    edits = {
        (offset(edit.line, edit.column), offset(edit.end_line, edit.end_column), edit.text)
        for fix in fixes
        for edit in fix
    }
    parts, done = [], 0
    for start, end, new in sorted(edits):
        assert done <= start <= end, "edits overlap"
        parts += [text[done:start], new]
        done = end
    return b"\xef\xbb\xbf" * marked + "".join([*parts, text[done:]]).encode("utf-8" if marked else encoding)


def from_json(document: dict[str, Any], *, unsafe: bool) -> Fixes:
    """The fixes in a JSON report."""
    fixes = [finding["fix"] for finding in document["findings"] if finding["fix"]]
    return [
        [Region(e["line"], e["column"], e["end_line"], e["end_column"], e["text"]) for e in fix["edits"]]
        for fix in fixes
        if fix["safe"] or unsafe
    ]


def from_sarif(run: dict[str, Any], *, unsafe: bool) -> Fixes:
    """The fixes in a run of a SARIF log."""
    return [list(_regions(fix)) for r in run["results"] for fix in r.get("fixes", ()) if fix["properties"]["safe"] or unsafe]  # fmt: skip


def _regions(fix: dict[str, Any]) -> Iterator[Region]:
    for change in fix["artifactChanges"]:
        for replacement in change["replacements"]:
            at = replacement["deletedRegion"]
            line, column = at["startLine"], at.get("startColumn", 1)
            text = replacement.get("insertedContent", {}).get("text", "")
            yield Region(line, column, at.get("endLine", line), at["endColumn"], text)


def outcomes(folder: Path, data: bytes, *, unsafe: bool) -> dict[str, bytes]:
    """The file after ``--fix``, and after the edits in each format."""
    path = folder / "program.py"
    path.write_bytes(data)
    outputs = [f"--output=json:{folder / 'x.json'}", f"--output=sarif:{folder / 'x.sarif'}"]
    assert main(["--isolated", "--no-cache", *outputs, str(path)]) == 1
    document = json.loads((folder / "x.json").read_bytes())
    (run,) = json.loads((folder / "x.sarif").read_bytes())["runs"]
    # The standard's defaults, where the log does not say (SARIF 2.1.0, sections 3.14.17 and 3.14.20).
    newlines = run.get("newlineSequences", ["\r\n", "\n"])
    utf16 = run.get("columnKind", "utf16CodeUnits") == "utf16CodeUnits"
    found = {
        "JSON": applied(data, from_json(document, unsafe=unsafe), ["\r\n", "\n", "\r"]),
        "SARIF": applied(data, from_sarif(run, unsafe=unsafe), newlines, utf16=utf16),
    }
    options = ["--fix", "--unsafe-fixes"] if unsafe else ["--fix"]
    main(["--isolated", "--no-cache", *options, str(path)])
    return {**found, "--fix": path.read_bytes()}


@EACH
def test_safe_edits_make_what_fix_makes(name: str, tmp_path: Path) -> None:
    found = outcomes(tmp_path, FILES[name], unsafe=False)
    assert found["JSON"] == found["--fix"] != FILES[name]
    assert found["SARIF"] == found["--fix"]
    assert found["--fix"].count(b".data") == 0


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=repr)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_all_edits_make_what_unsafe_fixes_make(end: str, encoding: str, tmp_path: Path) -> None:
    data = UNSAFE.replace("\n", end).encode(encoding)
    found = outcomes(tmp_path, data, unsafe=True)
    assert found["JSON"] == found["SARIF"] == found["--fix"] != data
    assert found["--fix"].count(b".data") == found["--fix"].count(b"detach_") == 0
