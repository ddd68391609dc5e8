"""What is collected, paired or picked from elements: ``zip``, ``list``, ``map``, ``next`` and their like."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from flake8_detach.evidence.kinds import (
    NOTHING,
    UNKNOWN,
    Function,
    Imported,
    Kind,
    Plain,
    Row,
    Several,
    Table,
    Tensor,
    element_of,
    iterated,
    join,
)
from flake8_detach.evidence.libraries import canonical, is_torch
from flake8_detach.evidence.torch_names import torch_names

if TYPE_CHECKING:
    from flake8_detach.evidence.infer import Inference
    from flake8_detach.evidence.scopes import Scope


def gathered(inference: Inference, function: str, given: list[Kind], *, starred: bool) -> Kind | None:
    """What the built-in functions give that collect, pair or pick elements."""
    match function, given:
        case "zip", [Row(items)] if starred:
            return Row(tuple(map(Several, items)))
        case "zip", _:
            return Several(row_of(given, starred))
        case "enumerate", [first, *_]:
            return Several(Row((Plain("an int"), iterated(first))))
        case "list" | "tuple" | "iter", [Row() as row]:
            return row
        case "list" | "tuple" | "sorted" | "reversed" | "set" | "frozenset" | "iter", [first, *_]:
            return Several(iterated(first))
        case "list" | "tuple" | "set", []:
            return Several(NOTHING)
        case "filter", [_, values]:
            return Several(iterated(values))
        case "map", [Imported("builtins.list" | "builtins.tuple"), Row() as row]:
            return row
        case "map", [mapped, *_]:
            return Several(result_of(inference, mapped))
        case "next", [first, *_]:
            return element_of(first)
        case "sum", [first, *_]:
            return element_of(first) if not isinstance(first, Tensor) else first
        case (("max" | "min"), [first]):
            return element_of(first)
        case (("max" | "min"), [_, *_]):
            return join(given)
    return None


def gathered_by_library(name: str, given: list[Kind], *, starred: bool) -> Kind | None:
    """The same for functions and classes of the standard library, by their dotted name."""
    match name, given:
        case "copy.copy" | "copy.deepcopy", [first, *_]:
            return first
        case "itertools.chain.from_iterable", [first]:
            return Several(iterated(iterated(first)))
        case "itertools.takewhile" | "itertools.dropwhile" | "itertools.filterfalse", [_, values]:
            return Several(iterated(values))
        case "itertools.chain", [_, *_]:
            return Several(join(map(iterated, given[:2])))
        case (
            (
                "itertools.islice"
                | "itertools.cycle"
                | "collections.deque"
                | "random.sample"
                | "random.choices"
            ),
            [first, *_],
        ):
            return Several(iterated(first))
        case "itertools.zip_longest" | "itertools.product", _:
            return Several(row_of(given, starred))
        case "random.choice" | "heapq.heappop", [first]:
            return element_of(first)
        case "collections.OrderedDict" | "collections.defaultdict", [*_, last]:
            return table_of(last) or Table(UNKNOWN)
        case "collections.OrderedDict" | "collections.defaultdict", []:
            return Table(UNKNOWN)
    return None


def table_of(kind: Kind) -> Table | None:
    """The mapping that is made of another, or of pairs."""
    match kind:
        case Table():
            return kind
        case Several(Row((_, value))):
            return Table(value)
    return None


def result_of(inference: Inference, function: Kind) -> Kind:
    """What calling a function gives, whatever it is called with."""
    match function:
        case Function(definition):
            return inference.returned(definition)
        case Imported(name) if is_torch(name) and torch_names().functions.get(canonical(name)) == "tensor":
            return Tensor(f"what {name}() gives")
    return UNKNOWN


def arguments_of(inference: Inference, node: ast.Call, scope: Scope) -> list[Kind]:
    """What the positional arguments of a call are. One with a star stands for as many as it has, or for one that is any of them."""
    given: list[Kind] = []
    for argument in node.args:
        kind = inference.kind(argument, scope)
        if not isinstance(argument, ast.Starred):
            given.append(kind)
        else:
            given += kind.items if isinstance(kind, Row) else [iterated(kind)]
    return given


def starred_in(node: ast.Call) -> bool:
    """Does an argument of a call have a star?"""
    return any(isinstance(argument, ast.Starred) for argument in node.args)


def row_of(given: list[Kind], starred: bool) -> Kind:
    """An element of each of some values, as long a row as there are of them, which a star leaves open."""
    elements = [iterated(kind) for kind in given]
    return Several(join(elements)) if starred else Row(tuple(elements))
