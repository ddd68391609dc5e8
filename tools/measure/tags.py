"""What PyTorch says of its operations by name: which of them treat every element alike, what their results are and are called."""

from __future__ import annotations

import contextlib
import itertools
import warnings
from collections.abc import Iterator
from types import MemberDescriptorType

import torch


def entries() -> dict[str, dict[str, str]]:
    """What is said of many operations at once."""
    return {**_pointwise(), "tag fields": _fields(), **_results()}


def _fields() -> dict[str, str]:
    """The names of the results, in order, of every operation that returns a named tuple."""
    found: dict[str, str] = {}
    for short, kind in sorted(vars(torch.return_types).items()):
        named = isinstance(kind, type) and kind.__module__ == torch.return_types.__name__
        if not named or short.startswith("_") or short.endswith("_out"):
            continue
        numbered = kind(range(kind.n_sequence_fields))
        names = [n for n, member in vars(kind).items() if isinstance(member, MemberDescriptorType)]
        name = (
            f"torch.linalg.{short.removeprefix('linalg_')}"
            if short.startswith("linalg_")
            else f"torch.{short}"
        )
        found[name] = " ".join(sorted(names, key=lambda n: int(getattr(numbered, n))))
    return found


def _pointwise() -> dict[str, dict[str, str]]:
    """The pointwise operations: all of whose overloads on tensors carry the tag. Their results have the (broadcast) shape of
    their arguments."""
    found: dict[str, bool] = {}
    for full in torch._C._dispatch_get_all_op_names():
        namespace, _, rest = full.partition("::")
        name, _, overload = rest.partition(".")
        if namespace != "aten" or overload.endswith("out") or name.startswith("_"):
            continue
        if name.endswith(("_", "_backward")):
            continue
        one = getattr(getattr(torch.ops.aten, name), overload or "default")
        if _of_tensors(one):
            found[name] = found.get(name, True) and torch.Tag.pointwise in one.tags
    return {"tag pointwise": {"names": " ".join(sorted(name for name, all_are in found.items() if all_are))}}


def _results() -> dict[str, dict[str, str]]:
    """The operations that give truth values whatever they are given, those that give places or counts (int64), and those that
    give one number for a whole tensor."""
    told: dict[str, list[str]] = {"places": [], "truths": [], "whole": []}
    for name in sorted(_names()):
        tried = [(given, result) for given, result in _tried(name) if isinstance(result, torch.Tensor)]
        dtypes = {result.dtype for _, result in tried}
        if any(given[0].is_floating_point() for given, _ in tried):
            told["truths"] += [name] if dtypes == {torch.bool} else []
            told["places"] += [name] if dtypes == {torch.int64} else []
        alone = [result.ndim for given, result in tried if len(given) == 1]
        told["whole"] += [name] if alone and not any(alone) else []
    return {f"tag {tag}": {"names": " ".join(names)} for tag, names in told.items()}


def _names() -> set[str]:
    """Methods of tensors, and functions that are operations, but for those that write."""
    operations = {full.partition("::")[2].partition(".")[0] for full in torch._C._dispatch_get_all_op_names()}
    found = {n for n in dir(torch.Tensor) if callable(getattr(torch.Tensor, n))}
    found |= {n for n in operations if callable(getattr(torch, n, None))}
    return {n for n in found if not n.startswith("_") and not n.endswith("_")}


def _tried(name: str) -> Iterator[tuple[tuple[torch.Tensor, ...], object]]:
    """What an operation gives for tensors of two dimensions, where it takes them: one alone, and one beside another."""
    operation = getattr(torch.Tensor, name, None) or getattr(torch, name)
    given = [torch.ones(2, 3, dtype=kind) for kind in (torch.float32, torch.int64, torch.bool)]
    for arguments in [*((t,) for t in given), *itertools.product(given, given)]:
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield arguments, operation(*(a.clone() for a in arguments))


def _of_tensors(overload: torch._ops.OpOverload) -> bool:
    """TorchScript has operations of plain numbers and lists under the same names."""
    schema = overload._schema
    return any(str(a.type) == "Tensor" for a in schema.arguments) and any(
        str(r.type) == "Tensor" for r in schema.returns
    )
