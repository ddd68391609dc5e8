"""What is said of a statement that changes nothing: a write to a copy that is gone, a result that nobody takes."""

from __future__ import annotations

import libcst as cst

from ..autograd import DroppedResult, LostWrite
from ..finding import Finding, Span, Step
from ..interpret.places import Place
from ..torch_facts import method as method_facts
from .anchors import Text, calls_to, full_text, is_plain, shown, span_of, text_of
from .spelling import LONGEST
from .words import action

COPYING_BACK = frozenset({"detach", "to", "cuda", "float", "double", "half", "long", "int", "type_as"})
"""Methods without a form that works in place: only assigning the result helps."""


def lost_write(lost: LostWrite, path: str, text: Text) -> Finding | None:
    """The finding of a write to a temporary copy (DET122)."""
    place, made = lost.site, lost.copy
    if not isinstance(place, Place) or not isinstance(made, Place):
        return None
    span: Span = place.unit.span(shown(place.node, text))
    copy = text_of(made.node)
    source = text.receiver(made.node)
    stays = f"; '{text_of(source)}' stays as it is" if source is not None else ""
    message = f"{action(lost.label)} is lost: '{copy}' is a copy which nothing keeps{stays}. {_assign(made.node, place.node)}"
    steps = [
        *calls_to(place),
        Step("alias", span_of(made), "a copy is made"),
        Step("write", span_of(place), "and written"),
    ]
    return Finding(path, span, "DET122", message, True, tuple(steps))


def _assign(copy: cst.CSTNode, write: cst.CSTNode) -> str:
    """How to write to the elements themselves."""
    if not isinstance(copy, cst.Subscript):
        return "Write to the tensor itself"
    target = full_text(copy)
    match write:
        case cst.Call(func=cst.Attribute(value=receiver, attr=cst.Name(value=name))) if (
            receiver is copy and name[-1:] == "_"
        ):
            line = f"{target} = {target}.{name[:-1]}({'...' if write.args else ''})"
            if name not in ("zero_", "fill_", "copy_"):
                return f"Write '{line}'" if len(line) <= LONGEST else f"Assign to '{text_of(copy)}'"
    return f"Assign to '{text_of(copy)}'"


def dropped_result(dropped: DroppedResult, path: str, text: Text) -> Finding | None:
    """The finding of a result that nobody takes (DET124)."""
    place = dropped.site
    if not isinstance(place, Place):
        return None
    span: Span = place.unit.span(place.node)
    source = text.receiver(place.node)
    message = f"{action(dropped.label)} returns a new tensor, which nothing takes"
    if source is not None and is_plain(source) and (name := full_text(source)).endswith(".data"):
        owner = name.removesuffix(".data")
        twin = f"{dropped.label}_()" if _has_twin(dropped.label) else "an operation in place"
        message += f"; '{owner}' stays as it is. Use {twin} on '{owner}' under torch.no_grad()"
    elif source is not None and is_plain(source):
        name = full_text(source)
        message += f"; '{name}' stays as it is. Write '{name} = {_short(place.node, name, dropped.label)}'"
        if dropped.label not in COPYING_BACK:
            message += f", or use {dropped.label}_()" if _has_twin(dropped.label) else ""
    else:
        message += ". Assign the result"
    return Finding(path, span, "DET124", message, True, tuple(calls_to(place)))


def _short(node: cst.CSTNode, name: str, label: str) -> str:
    whole = full_text(node)
    return whole if len(whole) + len(name) <= LONGEST else f"{name}.{label}(...)"


def _has_twin(label: str) -> bool:
    return method_facts(f"{label}_") is not None
