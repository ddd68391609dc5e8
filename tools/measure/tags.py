"""What PyTorch says of its operations by tags: which of them treat every element alike."""

from __future__ import annotations

import torch


def entries() -> dict[str, dict[str, str]]:
    """The pointwise operations: all of whose overloads carry the tag. Their results have the (broadcast) shape of their
    arguments."""
    found = []
    for name in dir(torch.ops.aten):
        packet = getattr(torch.ops.aten, name)
        if name.startswith("_") or name.endswith(("_", "_backward")) or not hasattr(packet, "overloads"):
            continue
        overloads = [getattr(packet, one) for one in packet.overloads() if not one.endswith("out")]
        overloads = [one for one in overloads if _of_tensors(one)]
        if overloads and all(torch.Tag.pointwise in one.tags for one in overloads):
            found.append(name)
    return {"tag pointwise": {"names": " ".join(sorted(found))}}


def _of_tensors(overload: torch._ops.OpOverload) -> bool:
    """TorchScript has operations of plain numbers and lists under the same names."""
    schema = overload._schema
    return any(str(a.type) == "Tensor" for a in schema.arguments) and any(
        str(r.type) == "Tensor" for r in schema.returns
    )
