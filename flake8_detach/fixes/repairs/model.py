"""What a repair is before it is an edit, and what is known of the use that it repairs."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from flake8_detach.evidence import DataUse, Verdict
from flake8_detach.evidence.alias import UNSEEN, Alias
from flake8_detach.fixes.edits import Change
from flake8_detach.fixes.repairs.fresh import just_made
from flake8_detach.fixes.view import Suite, View, statement_around, suite_of

_INITIALISES = re.compile(r"(?:^|_)(?:init|initiali[sz]er?)(?:_|$)|^_*reset_param")
_OF_MODULES = re.compile(
    r"(?:in_proj_|[qkv]_proj_)?(?:weight|bias)(?:_[ih]h_l\d+(?:_reverse)?|_[ih]h|_[kvg])?"
)
"""What modules of ``torch.nn`` call their parameters; buffers have other names."""
_OF_CONTENT = frozenset(("assigned", "result-use", "torch-argument"))
"""Evidence of what is in the ``.data``: something that holds a tensor there may be no tensor itself."""
_WEAK = _OF_CONTENT | {"forward-argument", "kept", "none", "same-name", "weak-names"}
OF_PARAMETERS = (
    "the receiver is an element of parameters()",
    "the receiver is an element of named_parameters()",
)
_PARAMETER = (*OF_PARAMETERS, "the receiver is a Parameter")


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes on the text; with `block`, they suit only if that statement comes under ``no_grad``."""

    title: str
    safe: bool
    changes: tuple[Change, ...]
    block: ast.stmt | None = None


@dataclass(frozen=True)
class Case:
    """One use of ``.data`` or ``detach_()``, where it stands, and what the analysis knows of it."""

    view: View
    use: DataUse
    alias: Alias
    statement: ast.stmt
    around: tuple[ast.AST, ...]
    inside: tuple[ast.AST, ...]
    suite: Suite | None

    @property
    def node(self) -> ast.Attribute:
        return self.use.site.node

    @property
    def parent(self) -> ast.AST:
        return self.use.site.parent

    @property
    def receiver(self) -> str:
        return self.view.index.segment(self.node.value)

    @property
    def is_tensor(self) -> bool:
        """Whether the receiver is a tensor by more than its name, or what its ``.data`` holds."""
        return self.use.verdict is Verdict.TENSOR and self.use.judgement.rule not in _WEAK

    @property
    def of_gradient(self) -> bool:
        return isinstance(self.node.value, ast.Attribute) and self.node.value.attr == "grad"

    @property
    def may_become_tracked(self) -> bool:
        """Whether a write here may be counted without any change of behaviour.

        Either no graph that may still be differentiated had saved the memory, at any of the writes, and all that use
        the memory are in sight. Or there can be no such graph yet: what initialises parameters does so before they
        are used, and a module that was just made was not used. Or it is a gradient, which no graph holds where
        ``create_graph`` is not in use.
        """
        if self.alias.contested or not self.is_tensor:
            return False
        if self.alias.own or self.initialises or (self.of_gradient and not self.second_order):
            return True
        return just_made(self.node.value, self.use.site.around, self.view.names)

    @property
    def second_order(self) -> bool:
        return "create_graph" in self.view.text

    @property
    def initialises(self) -> bool:
        """Whether it is a parameter, and the innermost function gives them their first values, by PyTorch's own names.

        What a constructor was given was somebody else's before. What it made and did not call a parameter is new all the same.
        """
        held: ast.AST = self.node.value
        while isinstance(held, ast.Subscript):
            held = held.value
        named = isinstance(held, ast.Attribute) and _OF_MODULES.fullmatch(held.attr) is not None
        parameter = named or self.use.reason in _PARAMETER
        if not isinstance(held, ast.Attribute) and not parameter:
            return False
        functions = [n for n in self.around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
        if not functions:
            return False
        if functions[-1].name == "__init__":
            return not _is_given(held, functions[-1])
        return parameter and _INITIALISES.search(functions[-1].name) is not None


def _is_given(node: ast.AST, constructor: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether something belongs to what a constructor was given, but for the object that it makes."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    given = constructor.args
    names = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return isinstance(node, ast.Name) and node.id in names[1:]


def case_of(view: View, use: DataUse, alias: Alias | None) -> Case | None:
    """A use as a case; None where it cannot be repaired wherever it stands."""
    found = statement_around(use.site.around)
    if found is None or not view.is_exact(use.site.node):
        return None
    statement, around, inside = found
    return Case(view, use, alias or UNSEEN, statement, around, inside, suite_of(around, statement))
