"""Configuration: what the files of a project and the command line say, as one ``Config``.

Layers, each over the one before: the entries of ``[flake8]`` which can mean codes of ours, then our own section
(``[tool.flake8-detach]`` in pyproject.toml, or ``[flake8-detach]`` in setup.cfg, tox.ini or .flake8), then the command line.
Each of the two sections is looked for from the working directory upwards, and the nearest one counts. A later layer
replaces a value; the ``extend-…`` lists of all layers add up.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from flake8_detach.cli.keys import DECLARATIONS, FailOn, flake8_values, own_values
from flake8_detach.cli.sections import ConfigError, Section, find_flake8_section, find_own_section
from flake8_detach.rules import RULES, Severity
from flake8_detach.settings import DEFAULT_STEP_BUDGET, Declared, Settings

DEFAULT_EXCLUDE = ("__pycache__", "__pypackages__", "CVS", "*.egg", "node_modules", "site-packages")


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a run is told. Patterns are absolute, or without a slash; then they match a name at any depth."""

    settings: Settings = field(default_factory=Settings)
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    force_exclude: bool = False
    include_markdown: bool = False
    fail_on: FailOn = "advice"
    severity: tuple[tuple[str, Severity], ...] = ()
    baseline: Path | None = None
    sources: tuple[str, ...] = ()

    def settings_for(self, path: str) -> Settings:
        """The settings for one file: of the ``per-file-ignores`` that match it, the longest pattern's, as in flake8."""
        fitting = [(pattern, codes) for pattern, codes in self.per_file_ignores if matches(path, (pattern,))]
        if not fitting:
            return self.settings
        _, codes = max(fitting, key=lambda entry: len(entry[0]))
        return replace(self.settings, ignore=(*self.settings.ignore, *codes))

    def severities(self) -> dict[str, Severity]:
        """The severity of every rule: of the entries that fit its code, the longest's, or its own."""
        by_length = sorted(self.severity, key=lambda entry: len(entry[0]))
        found = {code: rule.severity for code, rule in RULES.items()}
        for beginning, severity in by_length:
            found.update((code, severity) for code in RULES if code.startswith(beginning))
        return found


@dataclass(frozen=True, slots=True)
class Layer:
    """The values of one source, already of the right types; ``root`` is what its relative patterns are relative to."""

    values: Mapping[str, Any]
    root: Path


def load(
    command_line: Mapping[str, Any], directory: Path, *, file: Path | None = None, isolated: bool = False
) -> Config:
    """The configuration for a run in ``directory``.

    ``file`` is read in place of the files that would be found; ``isolated`` reads none. Raises ConfigError.
    """
    layers: list[Layer] = []
    names: list[str] = []
    for section, read in _sections(directory, file, isolated):
        layers.append(Layer(read(section), section.path.parent))
        names.append(f"{section.path} [{section.title}]")
    layers.append(Layer(own_values(command_line, lambda key: f"--{key.replace('_', '-')}"), directory))
    return _combine(layers, tuple(names))


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern matches the file's name or its absolute path: flake8's rule, so that its lists mean the same."""
    return matches_absolute(os.path.abspath(path), tuple(patterns))


def matches_absolute(path: str, patterns: tuple[str, ...]) -> bool:
    """The same for an absolute path; without a Path, which a search of thousands of files would feel."""
    fits = _compiled(patterns)
    return bool(fits(os.path.normcase(os.path.basename(path))) or fits(os.path.normcase(path)))


@lru_cache(maxsize=256)
def _compiled(patterns: tuple[str, ...]) -> Callable[[str], object]:
    """What tells whether one of the patterns matches, as ``fnmatch`` does."""
    one_of = "|".join(fnmatch.translate(os.path.normcase(pattern)) for pattern in patterns)
    return re.compile(one_of or r"(?!)").match


def normalized(pattern: str, root: Path) -> str:
    """``pattern`` with ``root`` in front if it has a slash, and without a slash at its end: flake8's rule."""
    stripped = pattern.rstrip("/")
    return str(root / stripped) if "/" in pattern else stripped


Reader = Callable[[Section], Mapping[str, Any]]


def _sections(directory: Path, file: Path | None, isolated: bool) -> list[tuple[Section, Reader]]:
    if isolated:
        return []
    found: list[tuple[Section | None, Reader]] = [
        (find_flake8_section(directory, file), flake8_values),
        (find_own_section(directory, file), _section_values),
    ]
    if file is not None and not os.path.isfile(file):
        message = f"{file}: {'not a file' if os.path.exists(file) else 'no such file'}"
        raise ConfigError(message)
    if file is not None and not any(section for section, _ in found):
        message = f"{file}: no [tool.flake8-detach], [flake8-detach] or [flake8] section"
        raise ConfigError(message)
    return [(section, read) for section, read in found if section is not None]


def _section_values(section: Section) -> Mapping[str, Any]:
    return own_values(section.values, section.place)


def _combine(layers: Sequence[Layer], names: tuple[str, ...]) -> Config:
    def last(key: str, default: Any) -> Any:
        return next((layer.values[key] for layer in reversed(layers) if key in layer.values), default)

    def extended(key: str) -> tuple[str, ...]:
        return tuple(entry for layer in layers for entry in layer.values.get(f"extend-{key}", ()))

    def patterns(key: str, layer: Layer) -> tuple[str, ...]:
        return tuple(normalized(pattern, layer.root) for pattern in layer.values.get(key, ()))

    exclude = next(
        (patterns("exclude", layer) for layer in reversed(layers) if "exclude" in layer.values),
        DEFAULT_EXCLUDE,
    )
    extra = tuple(pattern for layer in layers for pattern in patterns("extend-exclude", layer))
    per_file = next(
        (layer for layer in reversed(layers) if "per-file-ignores" in layer.values), Layer({}, Path())
    )
    return Config(
        settings=Settings(
            select=last("select", ()),
            ignore=(*last("ignore", ()), *extended("ignore")),
            enable=extended("select"),
            unknown_data=last("unknown-data", Settings().unknown_data),
            step_budget=last("step-budget", DEFAULT_STEP_BUDGET),
            declared=Declared(*(last(key, ()) for key in DECLARATIONS)),
        ),
        per_file_ignores=tuple(
            (normalized(pattern, per_file.root), codes)
            for pattern, codes in per_file.values.get("per-file-ignores", ())
        ),
        exclude=(*exclude, *extra),
        force_exclude=last("force-exclude", False),
        include_markdown=last("include-markdown", False),
        fail_on=last("fail-on", "advice"),
        severity=last("severity", ()),
        baseline=next(
            (
                layer.root / layer.values["baseline"]
                for layer in reversed(layers)
                if "baseline" in layer.values
            ),
            None,
        ),
        sources=names,
    )
