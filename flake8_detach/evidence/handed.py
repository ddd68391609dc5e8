"""Rules that look at what the ``.data`` is handed to, and at what is done with it that no tensor's bears."""

from __future__ import annotations

import ast

from flake8_detach.evidence import libraries
from flake8_detach.evidence.bindings import path_of
from flake8_detach.evidence.case import Case, other, tensor
from flake8_detach.evidence.kinds import Imported
from flake8_detach.evidence.torch_names import torch_names
from flake8_detach.evidence.verdict import Judgement

_FRAMES = frozenset({"dstnodes", "edges", "nodes", "srcnodes"})
"""What DGL calls the parts of a graph that have frames of features."""


def passed_to_torch(case: Case) -> Judgement | None:
    """``torch.norm(x.data)``."""
    parent = case.site.parent
    if isinstance(parent, ast.Call) and parent.args and parent.args[0] is case.site.node:
        callee = case.inference.kind(parent.func, case.scope)
        if isinstance(callee, Imported) and libraries.canonical(callee.name) in torch_names().takers:
            return tensor("torch-argument", f"{callee.name}() takes a tensor")
    return None


def asked(case: Case) -> Judgement | None:
    """``torch.is_tensor(x.data)``: of a tensor's ``.data`` nobody has to ask."""
    match case.site.parent:
        case ast.Call(func, [node, *wanted]) if node is case.site.node:
            asked_by = [case.inference.kind(part, case.scope) for part in (func, *wanted)]
            names = [kind.name for kind in asked_by if isinstance(kind, Imported)]
            if names in (["torch.is_tensor"], ["builtins.isinstance", "torch.Tensor"]):
                return other("asked", "it is asked whether its .data is a tensor; a tensor's always is")
    return None


def deleted(case: Case) -> Judgement | None:
    """``del x.data``, here or elsewhere in the scope."""
    of = case.scope.uses.get(case.path, ()) if case.path is not None else ()
    if any(use.attribute == "data" and isinstance(use.node.ctx, ast.Del) for use in of):
        return other("deleted", "its .data is deleted, and a tensor's cannot be")
    return None


def passed_to_standard_library(case: Case) -> Judgement | None:
    """``os.path.join(x.data, …)``, ``Path(x.data)``, ``json.loads(x.data)``."""
    parent = case.site.parent
    if isinstance(parent, ast.Call) and case.site.node in parent.args:
        callee = case.inference.kind(parent.func, case.scope)
        if isinstance(callee, Imported) and (
            callee.name.partition(".")[0] in libraries.TEXT_AND_FILES or callee.name in libraries.TAKE_BYTES
        ):
            return other("standard-library", f"{callee.name}() takes no tensor")
    return None


def part_of_matrix(case: Case) -> Judgement | None:
    """``scipy.sparse.csr_matrix((m.data, m.indices, m.indptr))``, ``make(m.indices, m.data)``: the values of a sparse matrix."""
    match case.site.parent:
        case ast.Call(args=beside) | ast.Tuple(elts=beside):
            paths = [path_of(n.value) for n in beside if isinstance(n, ast.Attribute) and n.attr == "indices"]
            if case.path is not None and case.path in paths:
                return other("sparse-matrix", "it stands beside its .indices, as in a sparse matrix")
    match case.site.around[-2:]:
        case [ast.Call(func) as call, ast.Tuple(elts) as given] if (
            call.args[:1] == [given] and elts[0] is case.site.node
        ):
            callee = case.inference.kind(func, case.scope)
            if isinstance(callee, Imported) and callee.name.startswith("scipy.sparse."):
                return other("sparse-matrix", f"{callee.name}() takes the values of a matrix as an array")
    return None


def graph_frame(case: Case) -> Judgement | None:
    """``g.nodes["paper"].data``: the features of a graph of DGL."""
    match case.receiver:
        case ast.Subscript(ast.Attribute(attr=name)) if name in _FRAMES and "dgl" in case.index.roots:
            return other("graph-frame", f"in DGL .{name}[…].data are the features of a graph")
    return None
