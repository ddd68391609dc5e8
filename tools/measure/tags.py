"""What PyTorch says of its operations by name: which of them treat every element alike, what their results are called."""

from __future__ import annotations

from types import MemberDescriptorType

import torch


def entries() -> dict[str, dict[str, str]]:
    """What is said of many operations at once."""
    return {**_pointwise(), "tag fields": _fields()}


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


def _of_tensors(overload: torch._ops.OpOverload) -> bool:
    """TorchScript has operations of plain numbers and lists under the same names."""
    schema = overload._schema
    return any(str(a.type) == "Tensor" for a in schema.arguments) and any(
        str(r.type) == "Tensor" for r in schema.returns
    )
