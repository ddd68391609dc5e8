"""Whole training programs, each edited in one or two places, as people edit theirs.

The programs are the cases under ``tests/cases/training``, which train well. Their line ``# tensors:`` names the local
variables that hold tensors of floats. An edit writes to one of them somewhere, or takes away or turns round what
someone thought was not needed: a ``detach()``, a ``clone()``, the order of two statements. PyTorch says what came of it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from .draw import Draw

DIRECTORY = Path(__file__).resolve().parents[1] / "cases" / "training"
_TENSORS = re.compile(r"^# tensors: (?P<names>.*)\n", re.MULTILINE)
_HEADER = re.compile(r"\A(?:#.*\n)+")

_ALIASES = (
    (25, "{x}.data"),
    (14, "{x}.detach()"),
    (3, "{x}.detach().view(-1)"),
    (2, "{x}.data[:1]"),
    (2, "{x}.detach().clone()"),
    (2, "{x}.clone()"),
    (1, "{x}.data.clone()"),
    (2, "{x}.detach().reshape(-1)"),
    (1, "{x}.detach().cpu()"),
    (1, "{x}.detach().to(torch.float32)"),
    (1, "{x}[:1].detach()"),
    (1, "{x}.detach().flatten()[:2]"),
)
_WRITES = (
    "{v}.zero_()",
    "{v}.mul_(0.5)",
    "{v}.add_(1.0)",
    "{v} += 1",
    "{v} *= 2.0",
    "{v}[0] = 0.25",
    "{v}[:] = 0.5",
    "{v}.fill_(3.0)",
    "{v}.clamp_(min=0.3)",
    "{v}.copy_({v} * 2)",
    "{v}.sub_(0.1)",
    "torch.relu_({v})",
    "torch.mul({v}, 3.0, out={v})",
    "{v}.abs_()",
    "torch.nn.init.ones_({v})",
    "{v}.normal_()",
    "{v}.masked_fill_({v} > 0, 0.1)",
    "{v}.lerp_(torch.zeros_like({v}), 0.3)",
    "{v} -= {v}.mean()",
    "{v} /= {v}.max() + 2",
)
_CUTS = ("{x}.detach_()", "{x}.requires_grad_(False)")
_REBINDINGS = (
    "{x}.data = {x}.data * 0.5",
    "{x}.data = torch.zeros_like({x})",
    "{x}.data = {x}.detach().clone() + 1",
    "{x}.data += 0.1",
)
_REWORDINGS = (
    (r"\.detach\(\)", ".data"),
    (r"\.detach\(\)", ""),
    (r"\.data\b", ".detach()"),
    (r"\.clone\(\)", ""),
    (r",? ?retain_graph=True", ""),
    (r", ?create_graph=True", ""),
    (r"^( *)([\w.]+) = \2 ([-+*/]) (.+)$", r"\1\2 \3= \4"),
    (r"torch\.(relu|tanh|sigmoid|exp)\(", r"torch.\1_("),
    (r"F\.(relu|elu|leaky_relu|silu|dropout)\(([^()]*)\)", r"F.\1(\2, inplace=True)"),
    (r"nn\.(ReLU|SiLU|ELU|LeakyReLU|Hardtanh|Mish)\(\)", r"nn.\1(inplace=True)"),
    (r"\.(clamp|sigmoid|tanh|exp|sqrt|masked_fill|abs|relu|squeeze|unsqueeze)\(", r".\1_("),
    (r"with torch\.no_grad\(\):", "if True:"),
    (r"@torch\.no_grad\(\)\n *", ""),
    (r"torch\.no_grad\(\)", "torch.inference_mode()"),
    (r"(\w+)\.copy_\((\w+)\)", r"\1.data = \2"),
    (r"\.item\(\)", ""),
    (r"\.backward\(\)", ".backward(retain_graph=True)"),
    (r"optim\.(SGD|Adam|AdamW)\(([^\n]*)\)$", r"optim.\1(\2, fused=True)"),
)
_TRIES = 30
_PLAIN = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Return)
"""Statements which stay where they are."""


@cache
def programs() -> dict[str, str]:
    """The programs by name, with their line of tensors."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(DIRECTORY.glob("*.py"))}


def edited(draw: Draw, name: str) -> str:
    """The program `name` with one edit, or two."""
    text = programs()[name]
    names = _TENSORS.search(text)
    tensors = frozenset(names["names"].split()) if names is not None else frozenset()
    source = _HEADER.sub("", text)
    found = 0
    for _ in range(_TRIES):
        kind = draw.weighted(((14, "write"), (3, "reword"), (3, "move")))
        if kind == "write":
            new = _write(draw, source, tensors)
        else:
            new = _reword(draw, source) if kind == "reword" else _move(draw, source)
        if new is None or new == source or not _parses(new):
            continue
        source, found = new, found + 1
        if draw.chance(0.85):
            break
    return source


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


# -- where


def _places(block: Sequence[ast.stmt], bound: frozenset[str]) -> Iterator[tuple[ast.stmt, frozenset[str]]]:
    """Every statement that runs, with the names that are certainly bound before it."""
    for statement in block:
        if not isinstance(statement, _PLAIN):
            yield statement, bound
        if isinstance(statement, ast.FunctionDef):
            arguments = statement.args
            yield from _places(
                statement.body, frozenset(a.arg for a in (*arguments.posonlyargs, *arguments.args))
            )
            continue
        inner = bound | _targets(statement)
        for part in ("body", "orelse", "finalbody"):
            nested = getattr(statement, part, None)
            if isinstance(nested, list) and nested and isinstance(nested[0], ast.stmt):
                yield from _places(nested, inner if part == "body" else bound)
                if isinstance(statement, ast.With):
                    inner = inner.union(*map(_targets, nested))
        bound = bound if isinstance(statement, (ast.For, ast.If, ast.ClassDef)) else inner


def _targets(statement: ast.stmt) -> frozenset[str]:
    """The names a statement binds itself."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.For):
        targets = [statement.target]
    return frozenset(n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))


def _weight(statement: ast.stmt, lines: Sequence[str]) -> int:
    """An edit says most where a backward is near, or a result is handed back."""
    near = "\n".join(lines[statement.lineno - 1 : statement.lineno + 5])
    if "backward(" in near or "grad(" in near:
        return 8
    return 4 if "return" in near else 1


# -- edits


def _write(draw: Draw, source: str, tensors: frozenset[str]) -> str | None:
    """One more write, somewhere, to something."""
    lines = source.split("\n")
    open_to = [
        (_weight(s, lines), (s, names))
        for s, b in _places(ast.parse(source).body, frozenset())
        if (names := sorted(b & tensors))
    ]
    if not open_to:
        return None
    statement, names = draw.weighted(open_to)
    new = _written(draw, draw.pick(names))
    lines[statement.lineno - 1 : statement.lineno - 1] = [" " * statement.col_offset + line for line in new]
    return "\n".join(lines)


def _written(draw: Draw, x: str) -> list[str]:
    way = draw.weighted(
        ((55, "alias"), (15, "no_grad"), (12, "itself"), (12, "rebind"), (4, "cut"), (2, "parts"))
    )
    write = draw.pick(_WRITES)
    if way == "alias":
        alias = draw.weighted(_ALIASES).format(x=x)
        name = draw.pick(("tmp", "shown", "raw", "snap", "vis"))
        if draw.chance(0.6) or " " in write.format(v="v").split("(")[0]:
            return [f"{name} = {alias}", write.format(v=name)]
        return [write.format(v=alias)]
    if way == "no_grad":
        return ["with torch.no_grad():", f"    {write.format(v=x)}"]
    if way == "itself":
        return [write.format(v=x)]
    if way == "rebind":
        return [draw.pick(_REBINDINGS).format(x=x)]
    if way == "cut":
        return [draw.pick(_CUTS).format(x=x)]
    return [f"for part in {x}.detach():", "    part.mul_(0.5)"]


def _reword(draw: Draw, source: str) -> str | None:
    """Something in other words, which mean something else."""
    pattern, new = draw.pick(_REWORDINGS)
    found = list(re.finditer(pattern, source, re.MULTILINE))
    if not found:
        return None
    match = draw.pick(found)
    return source[: match.start()] + match.expand(new) + source[match.end() :]


def _move(draw: Draw, source: str) -> str | None:
    """A statement a little earlier or later in its block, or there as well."""
    lines = source.split("\n")
    blocks = [b for n in ast.walk(ast.parse(source)) if not isinstance(n, ast.ClassDef) for b in _blocks(n)]
    block = draw.pick(blocks)
    first, second = draw.whole(0, len(block) - 1), draw.whole(0, len(block) - 1)
    one, other = block[min(first, second)], block[max(first, second)]
    if one is other or abs(first - second) > 3 or isinstance(one, _PLAIN) or isinstance(other, _PLAIN):
        return None
    text = lines[one.lineno - 1 : one.end_lineno]
    lines[other.end_lineno : other.end_lineno] = text
    if draw.chance(0.75):
        del lines[one.lineno - 1 : one.end_lineno]
    return "\n".join(lines)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    for part in ("body", "orelse", "finalbody"):
        block = getattr(node, part, None)
        if isinstance(block, list) and len(block) > 1 and isinstance(block[0], ast.stmt):
            yield block
