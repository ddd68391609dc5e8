"""Programs of many shapes of control flow, drawn from a seed, and every order of effects CPython gives them.

A shape is one text read in two ways. Lines that end in `ONLY_PYTHON` are left out of what the interpreter reads:
they ask `unseen`, which may raise what the interpreter must reckon with in any block that has handlers. Conditions
the interpreter cannot know are names to it (``c0``) and calls to CPython (``choose('c0')``).
"""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field

from .running import EFFECTS

ONLY_PYTHON = "  # only Python"
MOST_RUNS = 150
"""A shape with more ways to run than this is checked for what it must do, not for what it may."""
MOST_EFFECTS = 60
"""A program with more effects than this, or that does not end, is left out."""

PRELUDE = """\
from contextlib import contextmanager


class A(Exception):
    pass


class B(A):
    pass


class Manager:
    def __init__(self, number, swallows):
        self.number = number
        self.swallows = swallows

    def __enter__(self):
        e(self.number)
        return self.number

    def __exit__(self, kind, error, trace):
        e(self.number + 1)
        return self.swallows


@contextmanager
def closing(number):
    e(number)
    try:
        yield number
    finally:
        e(number + 1)


@contextmanager
def plain(number):
    e(number)
    yield number
    e(number + 1)


@contextmanager
def forgiving(number):
    try:
        yield number
    except A:
        e(number)
    else:
        e(number + 1)


def numbers(number, count):
    e(number)
    try:
        for at in range(count):
            yield at
            e(number + 1)
    finally:
        e(number + 2)


class Counter:
    def __init__(self, number, count):
        self.number = number
        self.left = count

    def __iter__(self):
        return self

    def __next__(self):
        e(self.number)
        if self.left == 0:
            raise StopIteration
        self.left -= 1
        return self.left


"""


@dataclass(slots=True)
class Shape:
    """A program as the interpreter reads it and as CPython runs it, and the unknown conditions in it."""

    text: str
    python: str
    unknown: tuple[str, ...]


@dataclass(slots=True)
class _Drawer:
    """Draws one program."""

    random: random.Random
    unknown: bool
    left: int
    lines: list[str] = field(default_factory=list)
    number: int = 0
    names: int = 0
    used: set[str] = field(default_factory=set)

    def effect(self) -> str:
        self.number += 5
        return f"e({self.number})"

    def name(self) -> str:
        self.names += 1
        return f"v{self.names}"

    def add(self, depth: int, text: str) -> None:
        self.lines.append("    " * depth + text)

    def condition(self, loop: str | None) -> str:
        if self.unknown and self.random.random() < 0.6 and len(self.used) < 4:
            name = self.random.choice(["c0", "c1", "c2", "c3"])
            self.used.add(name)
            return self.random.choice([name, f"not {name}"])
        if loop is not None and self.random.random() < 0.6:
            return f"{loop} {self.random.choice(['==', '<', '>='])} {self.random.randrange(3)}"
        return self.random.choice(
            ["True", "False", "1 < 2", "2 < 1", f"{self.effect()} > 0", "not True", "None is None"]
        )

    def expression(self, loop: str | None) -> str:
        make = self.effect
        test = self.condition(loop)
        return self.random.choice(
            [
                f"{make()} if {test} else {make()}",
                f"{test} and {make()}",
                f"{test} or {make()}",
                f"{make()} + {make()} * {make()}",
                f"[{make()}, *({make()}, {make()})]",
                f"{{{make()}: {make()}, **{{{make()}: {make()}}}}}",
                f"{make()} < {make()} < {make()}",
                f"{make()} > {make()} > {make()}",
                f"f'{{{make()}}} and {{{make()}!r}}'",
                f"(lambda x, y={make()}: e(x))({make()})",
                f"[e(z + {self.number + 1}) for z in range({self.random.randrange(3)})]",
                f"{{e(z): {make()} for z in (1, 2) if z > 1}}",
                f"box.get({make()}, {make()})",
                f"dict(a={make()}, b={make()})['b']",
                f"both(*[{make()}], y={make()})",
                f"not {make()}",
                f"-{make()}",
                f"({self.name()} := {make()})",
            ]
        )

    def simple(self, depth: int, loop: str | None) -> None:
        name, make = self.name(), self.effect
        self.add(
            depth,
            self.random.choice(
                [
                    make(),
                    make(),
                    self.expression(loop),
                    f"{name} = {self.expression(loop)}",
                    f"box[{make()}] = {make()}",
                    f"box[{make()}], {name} = {make()}, {make()}",
                    f"{name}, *{name}s = {make()}, {make()}, {make()}",
                    f"{name} = box[0] = {make()}",
                    f"box[{make()} * 0] += {make()}",
                    f"assert {make()}, {make()}",
                    "pass",
                ]
            ),
        )

    def block(self, depth: int, loop: str | None, inside: bool) -> None:
        for _ in range(self.random.choice([1, 1, 2, 2, 3])):
            self.statement(depth, loop, inside)

    def statement(self, depth: int, loop: str | None, inside: bool) -> None:
        """`loop` is the variable of the loop around, and `inside` says that there is one."""
        self.left -= 1
        if self.left < 0 or depth > 5:
            self.simple(depth, loop)
            return
        kinds: list[Callable[[int, str | None, bool], None]] = [
            self.if_,
            self.for_,
            self.while_,
            self.try_,
            self.try_,
            self.with_,
            self.match,
            self.function,
            self.leave,
        ]
        if self.random.random() < 0.3:
            self.simple(depth, loop)
        else:
            self.random.choice(kinds)(depth, loop, inside)

    def leave(self, depth: int, loop: str | None, inside: bool) -> None:
        ways = [
            f"return {self.effect()}",
            "return",
            "raise A",
            f"raise B({self.effect()})",
            "raise KeyError('k')",
        ]
        if inside:
            ways += ["break", "continue"] * 3
        guard = self.random.random() < 0.6
        if guard:
            self.add(depth, f"if {self.condition(loop)}:")
        self.add(depth + guard, self.random.choice(ways))

    def if_(self, depth: int, loop: str | None, inside: bool) -> None:
        self.add(depth, f"if {self.condition(loop)}:")
        self.block(depth + 1, loop, inside)
        if self.random.random() < 0.4:
            self.add(depth, f"elif {self.condition(loop)}:")
            self.block(depth + 1, loop, inside)
        if self.random.random() < 0.5:
            self.add(depth, "else:")
            self.block(depth + 1, loop, inside)

    def for_(self, depth: int, loop: str | None, inside: bool) -> None:
        name, count = self.name(), self.random.randrange(4)
        self.number += 5
        source = self.random.choice(
            [
                f"range({count})",
                f"range({count})",
                f"numbers({self.number}, {count})",
                f"Counter({self.number}, {count})",
            ]
        )
        self.add(depth, f"for {name} in {source}:")
        self.block(depth + 1, name, True)
        if self.random.random() < 0.4:
            self.add(depth, "else:")
            self.block(depth + 1, loop, inside)

    def while_(self, depth: int, loop: str | None, inside: bool) -> None:
        name = self.name()
        self.add(depth, f"{name} = 0")
        endless = self.random.random() < 0.3
        self.add(depth, "while True:" if endless else f"while {name} < {self.random.randrange(4)}:")
        self.add(depth + 1, f"{name} += 1")
        if endless:
            self.add(depth + 1, f"if {name} > {self.random.randrange(1, 4)}:")
            self.add(depth + 2, "break")
        self.block(depth + 1, name, True)
        if self.random.random() < 0.4:
            self.add(depth, "else:")
            self.block(depth + 1, loop, inside)

    def try_(self, depth: int, loop: str | None, inside: bool) -> None:
        handlers = self.random.sample(
            ["A", "B", "(B, KeyError)", "LookupError", "Exception", "A as error"], self.random.randrange(3)
        )
        final = not handlers or self.random.random() < 0.5
        self.add(depth, "try:")
        if handlers:
            self.add(depth + 1, f"unseen({len(handlers)}){ONLY_PYTHON}")
        self.block(depth + 1, loop, inside)
        for index, handler in enumerate(handlers):
            self.add(depth, f"except Unseen{index}:{ONLY_PYTHON}")
            marker = len(self.lines)
            self.block(depth + 1, loop, inside)
            if self.random.random() < 0.2:
                self.add(depth + 1, "raise")
            body = self.lines[marker:]
            rerun = [re.sub(r"\braise$", "rethrow()", line) for line in body if ONLY_PYTHON not in line]
            self.lines[marker:] = [line + ONLY_PYTHON for line in rerun]
            self.lines += ["    " * depth + f"except {handler}:", *body]
        if handlers and self.random.random() < 0.4:
            self.add(depth, "else:")
            self.block(depth + 1, loop, inside)
        if final:
            self.add(depth, "finally:")
            self.block(depth + 1, loop, inside)

    def with_(self, depth: int, loop: str | None, inside: bool) -> None:
        managers = []
        for _ in range(self.random.choice([1, 1, 2])):
            self.number += 5
            managers.append(
                self.random.choice(
                    [
                        f"Manager({self.number}, {self.random.choice([True, False])}) as {self.name()}",
                        f"closing({self.number}) as {self.name()}",
                        f"plain({self.number})",
                        f"forgiving({self.number})",
                    ]
                )
            )
        self.add(depth, f"with {', '.join(managers)}:")
        self.block(depth + 1, loop, inside)

    def match(self, depth: int, loop: str | None, inside: bool) -> None:
        self.add(depth, f"match ({self.effect()}, {loop or 7}, [1, 2]):")
        patterns = [
            "(_, 1, _)",
            "(x, y, [1, *_])",
            "[5, *rest]",
            "(_, (0 | 2) as y, [_, 2])",
            "{'a': 1}",
            "(_, int(), _)",
            "str()",
        ]
        for pattern in self.random.sample(patterns, 2):
            guard = f" if {self.condition(loop)}" if self.random.random() < 0.3 else ""
            self.add(depth + 1, f"case {pattern}{guard}:")
            self.block(depth + 2, loop, inside)
        if self.random.random() < 0.5:
            self.add(depth + 1, "case _:")
            self.block(depth + 2, loop, inside)

    def function(self, depth: int, loop: str | None, inside: bool) -> None:
        name = self.name()
        self.add(depth, f"def {name}(x, y={self.effect()}, *, z={self.effect()}):")
        self.block(depth + 1, None, False)
        self.add(depth, f"{name}({self.effect()}, z={self.effect()})")


def draw(seed: int, unknown: bool, size: int = 7) -> Shape:
    """The shape of a seed; with conditions that the interpreter cannot know, if `unknown`."""
    drawer = _Drawer(random.Random(seed), unknown, size)  # noqa: S311
    drawer.add(0, "def both(x, y):")
    drawer.add(1, "e(x)")
    drawer.add(1, "return e(y)")
    drawer.add(0, "")
    drawer.add(0, "def main():")
    drawer.add(1, "box = {0: 0}")
    while drawer.left > 0:
        drawer.statement(1, None, False)
    drawer.add(1, drawer.effect())
    drawer.add(0, "")
    drawer.add(0, "main()")
    both = "\n".join(drawer.lines) + "\n"
    seen = "\n".join(line for line in drawer.lines if not line.endswith(ONLY_PYTHON)) + "\n"
    python = re.sub(r"(?<![\w.])(c\d)\b", r"choose('\1')", both)
    return Shape(EFFECTS + PRELUDE + seen, PRELUDE + python, tuple(sorted(drawer.used)))


class _Script:
    """Decisions by order: those given, then the first way; how many ways there were is noted."""

    def __init__(self, given: tuple[int, ...]) -> None:
        self.given = given
        self.ways: list[int] = []

    def next(self, ways: int) -> int:
        at = len(self.ways)
        self.ways.append(ways)
        return self.given[at] if at < len(self.given) else 0


def orders_it_must_have(shape: Shape) -> set[object]:
    """The order of effects for each choice of the unknown conditions, when nothing unseen happens."""
    code = _compiled(shape)
    found = set()
    for bits in range(2 ** len(shape.unknown)):
        chosen = {name: bool(bits >> at & 1) for at, name in enumerate(shape.unknown)}
        found.add(_run(code, chosen.__getitem__, lambda ways: None))
    return found


def orders_it_may_have(shape: Shape) -> set[object] | None:
    """The orders of effects for every decision, each condition chosen anew wherever it is tested; None: too many."""
    code = _compiled(shape)
    found: set[object] = set()
    todo: list[tuple[int, ...]] = [()]
    runs = 0
    while todo:
        runs += 1
        if runs > MOST_RUNS:
            return None
        given = todo.pop()
        script = _Script(given)

        def unseen(ways: int, script: _Script = script) -> None:
            way = script.next(ways + 1)
            if way:
                raise UNSEEN[way - 1]

        found.add(_run(code, lambda name, script=script: bool(script.next(2)), unseen))  # type: ignore[misc]
        taken = [*given, *[0] * (len(script.ways) - len(given))]
        for at in range(len(given), len(script.ways)):
            todo += [(*taken[:at], way) for way in range(1, script.ways[at])]
    return found


class Unseen0(BaseException):
    """What the first handler of a block catches though nothing in the text raises it."""


class Unseen1(BaseException):
    """The same for the second handler."""


UNSEEN = (Unseen0, Unseen1)


class _TooLong(BaseException):
    """More effects than the interpreter keeps apart in one list."""


def _compiled(shape: Shape) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(shape.python, "shape.py", "exec")


def _run(code: object, choose: Callable[[str], bool], unseen: Callable[[int], None]) -> object:
    effects: list[object] = []

    def e(number: object) -> object:
        effects.append(number)
        if len(effects) > MOST_EFFECTS:
            raise _TooLong
        return number

    def rethrow() -> None:
        unseen(len(UNSEEN))
        raise Unseen0

    space = {
        "__name__": "__main__",
        "e": e,
        "choose": choose,
        "unseen": unseen,
        "rethrow": rethrow,
        "Unseen0": Unseen0,
        "Unseen1": Unseen1,
    }
    try:
        exec(code, space)  # type: ignore[arg-type]  # noqa: S102
    except _TooLong:
        return None
    except BaseException:  # noqa: BLE001, S110 - how the program ends is no effect
        pass
    return tuple(effects)
