"""Every kind of syntax node that libcst knows is interpreted, or passed by for a reason that is written here."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Collection
from pathlib import Path

import libcst as cst
import pytest

import flake8_detach.interpret
from flake8_detach.interpret.assign import AUGMENTED
from flake8_detach.interpret.expressions import EXPRESSIONS
from flake8_detach.interpret.matching import PATTERNS
from flake8_detach.interpret.operators import BINARY, COMPARE, UNARY
from flake8_detach.interpret.statements import STATEMENTS

PASSED_BY = {
    "MatchSequence": "what MatchList and MatchTuple have in common; never in a tree itself",
    "SimpleStatementLine": "a line of small statements, which blocks.run_block takes apart",
    "StarredElement": "part of a display, a call, a subscript or a target, which take it apart",
}
"""Node classes without a handler of their own."""

KINDS: list[tuple[tuple[type[cst.CSTNode], ...], Collection[object]]] = [
    ((cst.BaseExpression,), EXPRESSIONS),
    ((cst.BaseStatement, cst.BaseSmallStatement), STATEMENTS),
    ((cst.MatchPattern,), PATTERNS),
    ((cst.BaseBinaryOp,), BINARY),
    ((cst.BaseUnaryOp,), UNARY),
    ((cst.BaseCompOp,), COMPARE),
    ((cst.BaseAugOp,), AUGMENTED),
]
SOURCES = sorted(Path(flake8_detach.interpret.__file__).parent.glob("*.py"))


def node_classes(bases: tuple[type[cst.CSTNode], ...]) -> list[str]:
    """The names of the node classes that a parsed tree may hold, of the kind that `bases` say."""
    found = []
    for name, thing in vars(cst).items():
        if isinstance(thing, type) and issubclass(thing, bases) and not name.startswith(("Base", "_")):
            if thing not in bases:
                found.append(name)
    return found


@pytest.mark.parametrize(("bases", "table"), KINDS, ids=[bases[0].__name__ for bases, _ in KINDS])
def test_each_class_is_interpreted_or_passed_by(
    bases: tuple[type[cst.CSTNode], ...], table: Collection[object]
) -> None:
    classes = node_classes(bases)
    assert classes
    left = [name for name in classes if getattr(cst, name) not in table and name not in PASSED_BY]
    assert not left, f"libcst has {left}: interpret them, or say in PASSED_BY why not"


def test_what_is_passed_by_exists_and_has_no_handler() -> None:
    tables = [table for _, table in KINDS]
    for name in PASSED_BY:
        assert not any(getattr(cst, name) in table for table in tables)


@pytest.mark.parametrize("path", SOURCES, ids=[p.stem for p in SOURCES])
def test_nothing_of_pytorch_is_named(path: Path) -> None:
    """What PyTorch's names mean is the library's business; here is Python alone."""
    named = {"torch", "numpy", "data", "detach", "detach_", "backward", "grad", "no_grad", "zero_"}
    words = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type == tokenize.STRING and not token.string.startswith('"""'):
            words |= set(token.string.strip("\"'").replace(".", " ").split())
    assert not words & named
