"""What was found out once of the program's text, and holds for as long as a file is analysed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import Enum

    from ..values import Code
    from .classes import Order


@dataclass(slots=True)
class Remembered:
    """By the identity of a node, by the code of a function, or by the number of a class. Each has one place that fills it."""

    texts: dict[int, str | None] = field(default_factory=dict)  # conditions, by their node
    read_by: dict[str, frozenset[str]] = field(default_factory=dict)  # what conditions read, by their text
    handed: dict[int, frozenset[str]] = field(default_factory=dict)  # what loops hand to calls, by their body
    acting: dict[int, bool] = field(default_factory=dict)  # expressions that may change something
    words: dict[Code, frozenset[str]] = field(default_factory=dict)  # the words a function is written with
    decorators: dict[Code, list[str]] = field(default_factory=dict)  # the plain names of its decorators
    bodiless: dict[Code, bool] = field(default_factory=dict)  # which methods have no body
    generators: dict[Code, bool] = field(default_factory=dict)  # which functions are generators
    orders: dict[int, Order] = field(
        default_factory=dict
    )  # in which order a class's attributes are looked up
    enumerations: dict[int, type[Enum]] = field(default_factory=dict)  # what Python makes of the program's
