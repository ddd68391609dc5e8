"""Sections of configuration files: where they are, what they hold, and at which line a key stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import configparser

OWN_TOML = "tool.flake8-detach"
OWN_INI = "flake8-detach"
MISNAMED = re.compile(r"(?m)^[ \t]*\[(?P<title>(?:tool\.)?flake8_detach(?:\.[\w-]+)*)\]")
"""Our section under the name of the package that is imported."""
FLAKE8 = "flake8"
INI_NAMES = ("setup.cfg", "tox.ini", ".flake8")


class ConfigError(Exception):
    """The configuration cannot be used; the message begins with the place."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its file, its title and its values as the file's format gives them."""

    path: Path
    title: str
    values: Mapping[str, Any]
    text: str

    def place(self, key: str) -> str:
        """``file:line: key``, what a message about the key begins with."""
        inside = False
        for number, line in enumerate(self.text.splitlines(), 1):
            header = re.match(r"\s*\[(.*)\]", line)
            if header is not None:
                inside = header[1].strip() == self.title
                if header[1].strip() == f"{self.title}.{key}":
                    return f"{self.path}:{number}: {key}"
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=:]", line):
                return f"{self.path}:{number}: {key}"
        return f"{self.path}: {key}"


def find_own_section(directory: Path, file: Path | None) -> Section | None:
    """The nearest section of ours from ``directory`` upwards, or that of ``file``. Raises ConfigError."""
    if file is not None:
        return _own_in(file)
    for folder in _upwards(directory):
        found = [
            section
            for name in ("pyproject.toml", *INI_NAMES)
            if (section := _own_in(folder / name)) is not None
        ]
        if len(found) > 1:
            message = (
                f"{found[1].path}: [{found[1].title}] is here and in {found[0].path.name}; keep one of them"
            )
            raise ConfigError(message)
        if found:
            return found[0]
    return None


def find_flake8_section(directory: Path, file: Path | None) -> Section | None:
    """The section flake8 itself would read: the first file in its own order, from ``directory`` upwards."""
    if file is not None:
        return None if file.suffix == ".toml" else _ini_section(file, FLAKE8)
    for folder in _upwards(directory):
        for name in INI_NAMES:
            section = _ini_section(folder / name, FLAKE8)
            if section is not None:
                return section
    return None


def _upwards(directory: Path) -> Iterator[Path]:
    """``directory`` and its parents; like flake8, never the home directory above it."""
    home = Path("~").expanduser()
    yield directory
    for folder in directory.parents:
        if folder == home:
            return
        yield folder


def _own_in(path: Path) -> Section | None:
    return _toml_section(path) if path.suffix == ".toml" else _ini_section(path, OWN_INI)


def _read(path: Path, marker: str) -> str | None:
    """The text of the file if it exists and can hold the section: most files cannot, and are not parsed."""
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None
    except OSError as error:
        message = f"{path}: {(error.strerror or str(error)).lower()}"
        raise ConfigError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path}: not valid utf-8: byte 0x{error.object[error.start]:02x} at {error.start}"
        raise ConfigError(message) from error
    mistaken = MISNAMED.search(text) if "flake8_detach" in text else None
    if mistaken is not None:
        line = text.count("\n", 0, mistaken.start("title")) + 1
        message = f"{path}:{line}: nothing reads [{mistaken['title']}]: write [{mistaken['title'].replace('_', '-')}]"
        raise ConfigError(message)
    return text if marker in text else None


def _toml_section(path: Path) -> Section | None:
    text = _read(path, OWN_INI)
    if text is None:
        return None
    import sys

    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = f"{path}: {error}"
        raise ConfigError(message) from error
    tool = document.get("tool")
    table = tool.get("flake8-detach") if isinstance(tool, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        message = f"{path}: [{OWN_TOML}] is not a table"
        raise ConfigError(message)
    return Section(path, OWN_TOML, table, text)


def _not_ini(path: Path, error: configparser.Error) -> str:
    """The place of a mistake, and the mistake, in one line and without what configparser calls a text that is no file."""
    errors: list[tuple[int, str]] = getattr(error, "errors", [])
    if errors:
        line, text = errors[0]
        return f"{path}:{line}: not of the form key = value: {text}"
    line = getattr(error, "lineno", 0)
    said = re.sub(r"^While reading from .*?: |\s*\bfile: .*", "", error.message, flags=re.DOTALL)
    return f"{path}:{line}: {said}" if line else f"{path}: {said}"


def _ini_section(path: Path, title: str) -> Section | None:
    text = _read(path, f"[{title}]")
    if text is None:
        return None
    import configparser

    parser = configparser.RawConfigParser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise ConfigError(_not_ini(path, error)) from error
    return Section(path, title, dict(parser[title]), text) if parser.has_section(title) else None
