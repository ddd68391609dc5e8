"""The keys of our configuration section, and flake8's, each with what reads its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal, get_args

from flake8_detach.cli.sections import ConfigError, Section
from flake8_detach.rules import RULES, SEVERITIES, Severity
from flake8_detach.settings import UNKNOWN_DATA

FailOn = Literal["advice", "warning", "error", "never"]
FAIL_ON: Final[tuple[FailOn, ...]] = get_args(FailOn)

Codes = tuple[str, ...]
PerFile = tuple[tuple[str, Codes], ...]
Severities = tuple[tuple[str, Severity], ...]
Place = Callable[[str], str]
"""Where a key stands, and its name: what a message about it begins with."""


def own_values(given: Mapping[str, Any], place: Place) -> dict[str, Any]:
    """The values of our keys, each of its right type; ``place`` says where a key stands, for messages.

    Raises ConfigError for an unknown key and for a value of the wrong type.
    """
    return {_known(key, place): _value(key, value, place) for key, value in given.items()}


def flake8_values(section: Section) -> dict[str, Any]:
    """What flake8's section means for us: its other codes and options are none of our business. Raises ConfigError."""
    given = {key.replace("_", "-"): value for key, value in section.values.items()}
    values: dict[str, Any] = {}
    for key in ("select", "extend-select", "ignore", "extend-ignore"):
        ours = _ours(_words(given.get(key, "")))
        if ours:
            values[key] = ours
    for key in ("exclude", "extend-exclude"):
        if key in given:
            values[key] = _words(given[key])
    if "per-file-ignores" in given:
        pairs = _checked(_flake8_mapping, given["per-file-ignores"], section.place("per-file-ignores"))
        values["per-file-ignores"] = tuple((pattern, _ours(codes)) for pattern, codes in pairs)
    if "detach-enable" in given:
        enabled = _checked(_codes, given["detach-enable"], section.place("detach-enable"))
        values["extend-select"] = (*values.get("extend-select", ()), *enabled)
    for key in ("unknown-data", "step-budget", *DECLARATIONS):
        option = f"detach-{key}"
        if option in given:
            values[key] = _checked(KEYS[key], given[option], section.place(option))
    return values


def _known(written: str, place: Place) -> str:
    key = written.replace("_", "-")
    if key in KEYS:
        return key
    from difflib import get_close_matches

    close = get_close_matches(key, KEYS, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"the keys are {', '.join(sorted(KEYS))}"
    message = f"{place(written)}: unknown key; {hint}"
    raise ConfigError(message)


def _value(key: str, value: object, place: Place) -> Any:
    return _checked(KEYS[_known(key, place)], value, place(key))


def _checked(read: Callable[[Any], Any], value: object, place: str) -> Any:
    try:
        return read(value)
    except ValueError as error:
        message = f"{place}: {error}"
        raise ConfigError(message) from error


def _codes(value: object) -> Codes:
    codes = _words(value)
    for code in codes:
        if not _can_mean_ours(code):
            message = f"no rule's code begins with {code!r}"
            raise ValueError(message)
    return codes


def _can_mean_ours(code: str) -> bool:
    return any(known.startswith(code) for known in RULES)


def _ours(codes: Iterable[str]) -> Codes:
    return tuple(code for code in codes if _can_mean_ours(code))


def _words(value: object) -> tuple[str, ...]:
    """A list of strings, or one string with commas or white space between the entries."""
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    if isinstance(value, list | tuple) and all(isinstance(entry, str) for entry in value):
        return tuple(value)
    message = "expected a list of strings"
    raise ValueError(message)


def _mapping(value: object) -> PerFile:
    """``{pattern: codes}``, or flake8's text form ``pattern:codes`` line by line."""
    pairs: Iterable[tuple[str, object]]
    if isinstance(value, Mapping):
        pairs = value.items()
    elif isinstance(value, str):
        pairs = _flake8_mapping(value)
    else:
        message = "expected a table of pattern = codes"
        raise ValueError(message)
    return tuple((pattern, _codes(codes)) for pattern, codes in pairs)


def _severities(value: object) -> Severities:
    """``{code: severity}``, or text of the form ``code: severity`` or ``code=severity``, with commas or line ends between."""
    pairs: Iterable[tuple[str, object]]
    if isinstance(value, Mapping):
        pairs = value.items()
    elif isinstance(value, str):
        entries = [entry for entry in re.split(r"[,\n]", value) if entry.strip()]
        parts = [re.fullmatch(r"\s*(\w+)\s*[:=]\s*(\w+)\s*", entry) for entry in entries]
        pairs = [(part[1], part[2]) for part in parts if part is not None]
        if len(pairs) != len(entries):
            message = "expected code=severity"
            raise ValueError(message)
    else:
        message = "expected a table of code = severity"
        raise ValueError(message)
    return tuple((_codes([code])[0], _severity(severity)) for code, severity in pairs)


def _severity(value: object) -> Severity:
    for severity in SEVERITIES:
        if value == severity:
            return severity
    message = f"expected one of {', '.join(SEVERITIES)}, not {value!r}"
    raise ValueError(message)


def _functions(value: object) -> tuple[str, ...]:
    """Dotted names of functions, each with the number of an argument behind a colon if that is not the first."""
    functions = _words(value)
    for function in functions:
        if re.fullmatch(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*(?::\d{1,3})?", function) is None:
            message = f"expected the dotted name of a function, or name:argument, not {function!r}"
            raise ValueError(message)
    return functions


def _flake8_mapping(value: str) -> list[tuple[str, list[str]]]:
    """The text form, read by flake8 itself, whose grammar it is."""
    from flake8.exceptions import ExecutionError
    from flake8.utils import parse_files_to_codes_mapping

    try:
        pairs: list[tuple[str, list[str]]] = parse_files_to_codes_mapping(value)
    except ExecutionError as error:
        message = "expected lines of the form pattern:codes"
        raise ValueError(message) from error
    return pairs


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    words = {
        "true": True,
        "yes": True,
        "on": True,
        "1": True,
        "false": False,
        "no": False,
        "off": False,
        "0": False,
    }
    if isinstance(value, str) and value.lower() in words:
        return words[value.lower()]
    message = "expected true or false"
    raise ValueError(message)


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value.strip()
    message = "expected a text"
    raise ValueError(message)


def _positive(value: object) -> int:
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    message = "expected a whole number above 0"
    raise ValueError(message)


def _choice(choices: tuple[str, ...]) -> Callable[[object], str]:
    def read(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        message = f"expected one of {', '.join(choices)}"
        raise ValueError(message)

    return read


DECLARATIONS: Final[Mapping[str, Callable[[object], tuple[str, ...]]]] = {
    "tensor-names": _words,
    "not-tensor-names": _words,
    "writing-functions": _functions,
    "view-functions": _functions,
}
"""The keys by which a project declares what its names mean, in the order of the fields of ``Declared``."""

KEYS: Final[Mapping[str, Callable[[object], Any]]] = {
    "select": _codes,
    "extend-select": _codes,
    "ignore": _codes,
    "extend-ignore": _codes,
    "per-file-ignores": _mapping,
    "exclude": _words,
    "extend-exclude": _words,
    "force-exclude": _boolean,
    "include-markdown": _boolean,
    "unknown-data": _choice(UNKNOWN_DATA),
    "step-budget": _positive,
    "fail-on": _choice(FAIL_ON),
    "severity": _severities,
    "baseline": _text,
    **DECLARATIONS,
}
"""Every key of our section, and what reads its value."""
