"""The forms a program can have around the same statements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from textwrap import indent

from .draw import Draw

_IMPORTS = (
    (re.compile(r"\bcollections\."), "import collections"),
    (re.compile(r"\bcontextlib\."), "import contextlib"),
    (re.compile(r"\bcopy\."), "import copy"),
    (re.compile(r"\bfunctools\."), "import functools"),
    (re.compile(r"\bmath\."), "import math"),
    (re.compile(r"\bpartial\("), "from functools import partial"),
    (re.compile(r"\bdeque\("), "from collections import deque"),
    (re.compile(r"\bSimpleNamespace\("), "from types import SimpleNamespace"),
    (re.compile(r"@dataclass\b"), "from dataclasses import dataclass"),
    (re.compile(r"\bnp\."), "import numpy as np"),
    (re.compile(r"\btorch\."), "import torch"),
    (re.compile(r"\bF\."), "import torch.nn.functional as F"),
    (re.compile(r"\bnn\."), "from torch import nn"),
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a family draws.

    ``definitions`` stand at the top of the module, each one a class or function. ``setup`` makes the things that live on
    (models, optimizers, leaves): one assignment to one name per entry. ``body`` is what is done with them, line by line
    with its own indentation.
    """

    body: list[str]
    setup: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)

    def persistent(self) -> list[str]:
        """The names that ``setup`` assigns."""
        return [line.split(" = ", 1)[0] for line in self.setup]


def render(draw: Draw, sketch: Sketch) -> str:
    """A whole program."""
    forms = (_script, _main_function, _step_function, _class, _closure)
    main = draw.pick(forms)(draw, sketch)
    parts = [*(definition.strip("\n") for definition in sketch.definitions), main.strip("\n")]
    text = "\n\n\n".join(parts) + "\n"
    imports = [line for pattern, line in _IMPORTS if pattern.search(text)]
    gap = "\n\n\n" if text.startswith(("def ", "class ", "@")) else "\n\n"
    return "\n".join(imports) + gap + text


def _lines(lines: list[str], depth: int = 0) -> str:
    return indent("\n".join(lines), "    " * depth)


def _with_noise(draw: Draw, lines: list[str]) -> list[str]:
    """Now and then an unrelated statement in front, of the kind that fills real programs."""
    if draw.chance(0.7):
        return lines
    noise = draw.pick(
        (
            ["meter = torch.zeros(1)", "meter.add_(1.0)"],
            ['history = {"steps": 0}', 'history["steps"] += 1'],
            ["rate = 0.1", "rate *= 0.99"],
            ["weights_log = []", "weights_log.append(torch.rand(2).mul_(3.0))"],
            ["ones = torch.ones(2, 2)", "ones.detach().zero_()"],
        )
    )
    return [*noise, *lines]


def _script(draw: Draw, sketch: Sketch) -> str:
    return _lines([*sketch.setup, *_with_noise(draw, sketch.body)])


def _main_function(draw: Draw, sketch: Sketch) -> str:
    name = draw.pick(("main", "train", "run", "fit"))
    body = _lines([*sketch.setup, *_with_noise(draw, sketch.body)], 1)
    call = f'if __name__ == "__main__":\n    {name}()' if draw.chance(0.4) else f"{name}()"
    return f"def {name}():\n{body}\n\n\n{call}"


def _step_function(draw: Draw, sketch: Sketch) -> str:
    """What lives on is made by the module and handed in."""
    name = draw.pick(("train_step", "update", "one_step", "optimise"))
    arguments = ", ".join(sketch.persistent())
    call = f"{name}({arguments})"
    if draw.chance(0.2) and sketch.setup:
        call = f"for _ in range({draw.whole(1, 2)}):\n    {call}"
    body = _lines(_with_noise(draw, sketch.body), 1)
    return f"def {name}({arguments}):\n{body}\n\n\n{_lines([*sketch.setup, call])}"


def _class(draw: Draw, sketch: Sketch) -> str:
    """What lives on is kept in attributes."""
    name = draw.name("class")
    method = draw.pick(("step", "training_step", "fit", "update"))
    owned = {line: f"self.{line}" for line in sketch.persistent()}
    setup = [_substitute(line, owned) for line in sketch.setup] or ["self.steps = 0"]
    body = [_substitute(line, owned) for line in _with_noise(draw, sketch.body)]
    runner = name.lower()
    text = f"class {name}:\n    def __init__(self):\n{_lines(setup, 2)}\n\n    def {method}(self):\n{_lines(body, 2)}\n"
    return f"{text}\n\n{runner} = {name}()\n{runner}.{method}()"


def _closure(draw: Draw, sketch: Sketch) -> str:
    """What lives on is seen by a nested function, which may not rebind it."""
    assigned = {name for name in sketch.persistent() if any(_assigns(line, name) for line in sketch.body)}
    declaration = [f"nonlocal {', '.join(sorted(assigned))}"] if assigned else []
    outer, inner = draw.pick((("main", "step"), ("build", "closure"), ("experiment", "iterate")))
    setup = _lines(sketch.setup, 1) + "\n\n" if sketch.setup else ""
    body = _lines([*declaration, *_with_noise(draw, sketch.body)], 2)
    return f"def {outer}():\n{setup}    def {inner}():\n{body}\n\n    {inner}()\n\n\n{outer}()"


def _assigns(line: str, name: str) -> bool:
    return re.match(rf"\s*{name}\s*(?:[-+*/]|\*\*)?=[^=]", line) is not None or f"for {name} in" in line


def _substitute(line: str, owned: dict[str, str]) -> str:
    """A line with its free names replaced; attributes and keywords of the same name stay."""
    for name, new in owned.items():
        line = re.sub(rf"(?<![\w.\"']){name}\b(?!\s*=(?!=)[^=\s])", new, line)
    return line
