"""Draw the pictures of ``docs/how-it-works.md``: what each line of a program does to storage, version counters and saved tensors.

    python tools/draw_timelines.py            write docs/pictures/*.svg
    python tools/draw_timelines.py --check    change nothing; exit with 1 and name the pictures that are not up to date

Nothing in a picture is typed in: each program is run by the installed PyTorch, line by line, and what stands beside a line is what
PyTorch said after it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WATCHED = ("out", "c")
START = "a = torch.tensor([1., 2., 3.], requires_grad=True)"
PROGRAMS = {
    "written-through-detach": (
        START,
        "out = a.sigmoid()",
        "c = out.detach()",
        "c.zero_()",
        "out.sum().backward()",
    ),
    "written-through-data": (START, "out = a.sigmoid()", "c = out.data", "c.zero_()", "out.sum().backward()"),
    "written-to-a-copy": (
        START,
        "out = a.sigmoid()",
        "c = out.detach().clone()",
        "c.zero_()",
        "out.sum().backward()",
    ),
}
FONT = 'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14"'
ROW, TOP, LEFT = 46, 64, 16
CODE, STORAGE, CELL, COUNTER = 400, 420, 250, 130
INK, PAPER, FAINT, HARM, FINE, SAVED = "#1f2328", "#ffffff", "#8c959f", "#cf222e", "#1a7f37", "#9a6700"


@dataclass(frozen=True)
class Moment:
    """What is so after a line: the storages that are alive, each with its values and the names that see it with their counters."""

    line: str
    storages: tuple[tuple[str, tuple[tuple[str, int], ...]], ...]
    outcome: str = ""
    harm: bool = False


@dataclass(frozen=True)
class Timeline:
    """A program's moments, and what sigmoid saved: the row, the storage's column and the version it remembers."""

    moments: tuple[Moment, ...]
    saved: tuple[int, int]


def observe(program: tuple[str, ...]) -> Timeline:
    """Run a program line by line. The operation that saves is the one of its second line."""
    import torch

    names: dict[str, Any] = {"torch": torch}
    order: list[int] = []
    moments = []
    version = 0
    for number, line in enumerate(program):
        outcome, harm = "", False
        try:
            exec(line, names)  # noqa: S102
        except RuntimeError as error:
            said = str(error)
            outcome, harm = "raises: " + said[said.index("is at version") :].split(";", maxsplit=1)[0], True
        if number == 1:
            version = names["out"].grad_fn._saved_result._version
        if "backward" in line and not outcome:
            gradient, right = names["a"].grad, torch.tensor([1.0, 2.0, 3.0]).sigmoid()
            harm = not torch.allclose(gradient, right * (1 - right))
            outcome = f"a.grad = {_numbers(gradient)}: {'wrong, and no error' if harm else 'right'}"
        seen: dict[int, list[str]] = {}
        for name in WATCHED:
            if name in names:
                pointer = names[name].untyped_storage().data_ptr()
                order += [pointer] if pointer not in order else []
                seen.setdefault(pointer, []).append(name)
        storages = tuple(
            (_numbers(names[seen[p][0]]), tuple((n, names[n]._version) for n in seen[p])) for p in order
        )
        moments.append(Moment(line, storages, outcome, harm))
    return Timeline(tuple(moments), (1, version))


def draw(name: str, timeline: Timeline) -> str:
    """The picture, as SVG."""
    moments = timeline.moments
    columns = max(len(moment.storages) for moment in moments)
    width = STORAGE + columns * (CELL + COUNTER * 2) + 40
    height = TOP + len(moments) * ROW + 34
    rows = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" {FONT}>',
        f"<title>{escape(name.replace('-', ' '))}</title>",
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        _text(LEFT, 34, "the program", FAINT),
    ]
    for column in range(columns):
        x = STORAGE + column * (CELL + 2 * COUNTER)
        rows.append(_text(x, 34, "storage" if column == 0 else "another storage", FAINT))
        rows.append(_text(x + CELL, 34, "version counters", FAINT))
    first, last = timeline.saved[0], len(moments) - 1
    x = STORAGE - 14
    rows.append(
        f'<path d="M {x} {_middle(first)} V {_middle(last)}" stroke="{SAVED}" stroke-width="4" stroke-dasharray="2 3"/>'
    )
    for index, moment in enumerate(moments):
        y = _middle(index)
        rows.append(
            _text(LEFT, y + 5, moment.line if len(moment.line) < 46 else f"{moment.line[:43]}...", INK)
        )
        before = moments[index - 1].storages if index else ()
        for column, (values, counters) in enumerate(moment.storages):
            x = STORAGE + column * (CELL + 2 * COUNTER)
            changed = column < len(before) and before[column][0] != values
            edge = HARM if changed and column == 0 else INK
            rows.append(
                f'<rect x="{x}" y="{y - 15}" width="{CELL - 20}" height="30" rx="4" fill="none" stroke="{edge}"/>'
            )
            rows.append(_text(x + 10, y + 5, values, edge))
            rows += [
                _text(x + CELL + place * COUNTER, y + 5, f"{who}: {number}", INK)
                for place, (who, number) in enumerate(counters)
            ]
        if index == first:
            rows.append(
                _text(STORAGE - 14, y - 19, f"sigmoid saves out, at version {timeline.saved[1]}", SAVED)
            )
        if moment.outcome:
            rows.append(_text(STORAGE, y + ROW * 0.75, moment.outcome, HARM if moment.harm else FINE))
    return "\n".join([*rows, "</svg>"]) + "\n"


def pictures() -> dict[Path, str]:
    """Every picture with what should be in it."""
    return {PICTURES / f"{name}.svg": draw(name, observe(program)) for name, program in PROGRAMS.items()}


def main(arguments: list[str]) -> int:
    """Write or check the pictures; the result is the exit code."""
    stale = [
        (path, text)
        for path, text in pictures().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(path.name)
    return 1 if stale and "--check" in arguments else 0


def _middle(row: int) -> int:
    return TOP + row * ROW + ROW // 2


def _text(x: float, y: float, text: str, color: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" fill="{color}" xml:space="preserve">{escape(text)}</text>'


def _numbers(tensor: Any) -> str:
    return f"[{', '.join(f'{number:.2f}' for number in tensor.tolist())}]"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
