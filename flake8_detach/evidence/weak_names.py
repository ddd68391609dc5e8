"""The only rules that know the names of variables, and few of them."""

from __future__ import annotations

import ast

from flake8_detach.evidence.bindings import path_of
from flake8_detach.evidence.case import Case, other, tensor
from flake8_detach.evidence.verdict import Judgement

WEAK_NOT_TENSOR = frozenset({
    "args", "batch", "cfg", "conf", "config", "dataset", "field", "hparams", "opt", "opts", "request", "response",
})  # fmt: skip
WEAK_TENSOR = frozenset({"loss", "param"})
_MAY_BE_EITHER = frozenset({"batch"})


def named_as_holder(case: Case) -> Judgement | None:
    """``dataset.data.float()``: what such a thing holds may well be a tensor, the thing itself is none."""
    name = _outer_words(case.path)[-1:]
    if name and name[0] in WEAK_NOT_TENSOR - _MAY_BE_EITHER:
        return other("weak-names", f"{name[0]!r} is rarely the name of a tensor")
    return None


def weak_names(case: Case) -> Judgement | None:
    """The last resort but for the imports. Names count with anything before an underscore."""
    names = _outer_words(_without_calls(case.receiver))
    parent = case.site.parent
    if isinstance(parent, ast.Assign) and isinstance(case.site.node.ctx, ast.Store):
        names += _outer_words(path_of(parent.value))
    for name in names:
        if name in WEAK_NOT_TENSOR:
            return other("weak-names", f"{name!r} is rarely the name of a tensor")
    if names and names[-1] in WEAK_TENSOR:
        return tensor("weak-names", f"{names[-1]!r} is usually the name of a tensor")
    return None


def _without_calls(node: ast.expr) -> str | None:
    """The path of what a chain of calls begins with: ``args.x`` of ``args.x().y(1)``."""
    inner: ast.expr = node
    while True:
        match inner:
            case ast.Call(func):
                inner, node = func, func
            case ast.Attribute(value) | ast.Subscript(value):
                inner = value
            case _:
                return path_of(node)


def _outer_words(path: str | None) -> list[str]:
    """The last words of the first and the last name of a path: ``cfg`` and ``task`` of ``train_cfg.model.task``."""
    if path is None:
        return []
    parts = path.split(".")
    return [part.partition("[")[0].rpartition("_")[2] for part in (parts[0], parts[-1])]
