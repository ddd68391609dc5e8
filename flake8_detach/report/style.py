"""Colours for a terminal, and whether there should be any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TextIO

ColorChoice = Literal["auto", "always", "never"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The escape sequence of each part of a report; all empty where no colour is wanted."""

    error: str = ""
    warning: str = ""
    advice: str = ""
    frame: str = ""
    label: str = ""
    help: str = ""
    strong: str = ""
    reset: str = ""

    def paint(self, text: str, style: str) -> str:
        """``text`` in ``style``, one of this palette's sequences."""
        return f"{style}{text}{self.reset}" if style and text else text


PLAIN = Palette()
ANSI = Palette(
    error="\x1b[1;31m",
    warning="\x1b[1;33m",
    advice="\x1b[1;36m",
    frame="\x1b[1;34m",
    label="\x1b[34m",
    help="\x1b[1;32m",
    strong="\x1b[1m",
    reset="\x1b[0m",
)


def palette_for(stream: TextIO, choice: ColorChoice, environment: Mapping[str, str]) -> Palette:
    """The palette for ``stream``: an explicit choice first, then ``NO_COLOR`` and ``FORCE_COLOR``, then what the stream is."""
    if choice != "auto":
        return ANSI if choice == "always" else PLAIN
    if environment.get("NO_COLOR"):
        return PLAIN
    if environment.get("FORCE_COLOR", "0") not in {"", "0"}:
        return ANSI
    return ANSI if stream.isatty() and environment.get("TERM") != "dumb" else PLAIN
