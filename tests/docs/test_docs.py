"""The documentation says what is so: generated files are up to date, links lead somewhere, no setting is missing."""

from __future__ import annotations

import io
import re
import shlex
import sys
from contextlib import redirect_stdout
from pathlib import Path

import pytest
import write_docs

from flake8_detach.cli.config import load
from flake8_detach.cli.keys import KEYS
from flake8_detach.cli.options import CONFIGURABLE, build_parser
from flake8_detach.rules import RULES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def test_generated_files_are_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    stale = [path.name for path, text in write_docs.documents() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: python tools/write_docs.py"


def test_there_is_a_page_for_each_rule_and_no_other() -> None:
    pages = {path.stem for path in (ROOT / "docs" / "rules").glob("DET*.md")}
    assert pages == set(RULES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if not target.startswith("https://"):
            assert (page.parent / target).exists(), target


def test_every_page_is_listed() -> None:
    folder = ROOT / "docs"
    listed = re.findall(r"\]\(([^)#]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(set(listed) - {"rules/README.md"}) == sorted(
        path.name for path in folder.glob("*.md") if path.name != "README.md"
    )


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    documented = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)
    assert sorted(documented) == sorted(KEYS)
    assert {name.replace("_", "-") for name in CONFIGURABLE} == set(KEYS) - {"per-file-ignores"}


def test_every_option_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    known = {"--help", "--version", *(f"--{key}" for key in KEYS)}
    options = set(re.findall(r"--[a-z][a-z-]+", check_help())) - known
    assert [option for option in sorted(options) if option not in text] == []


def check_help() -> str:
    with pytest.raises(SystemExit), redirect_stdout(io.StringIO()) as shown:
        build_parser().parse_args(["check", "--help"])
    return shown.getvalue()


@pytest.mark.parametrize("page", ["README.md", "docs/configuration.md"])
def test_configuration_shown_is_accepted(page: str, tmp_path: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"```(toml|ini)\n(.*?)```", text, re.DOTALL)
    assert blocks
    for number, (kind, block) in enumerate(blocks):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / ("pyproject.toml" if kind == "toml" else "setup.cfg")).write_text(block)
        assert load({}, folder).sources


@pytest.mark.parametrize("page", ["README.md", "docs/ci.md", "docs/configuration.md", "docs/evidence.md"])
def test_commands_shown_are_accepted(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    commands = re.findall(r"^(?:\s*- run: |\s+- |\$ )?flake8-detach (.*?)(?:\s+[#|].*)?$", text, re.MULTILINE)
    commands += re.findall(r"`flake8-detach ([^`]*)`", text)
    assert commands
    for command in commands:
        words = shlex.split(command)
        build_parser().parse_args(
            words if words[0] in ("check", "rules", "explain", "clean") else ["check", *words]
        )


def test_codes_in_the_changelog_are_those_of_the_table() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    named = set(re.findall(r"DET\d{3}", text))
    for first, last in re.findall(r"DET(\d{3}) to DET(\d{3})", text):
        named |= {f"DET{number}" for number in range(int(first), int(last) + 1)}
    assert named == set(RULES)


def test_layers_name_every_package() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = {name.strip("() ") for row in contracts[0]["layers"] for name in re.split(r"[|:]", row)}
    parts = {
        path.stem
        for path in (ROOT / "flake8_detach").iterdir()
        if path.suffix == ".py" or any(path.glob("*.py"))
    }
    assert parts - {"__init__"} <= layers


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "flake8_detach").rglob("*.py")}
    assert [folder.name for folder in folders if not (folder / "__init__.py").exists()] == []
