"""What is said of an alias kept as an old value (DET123), and of a gradient looked for at its source (DET304)."""

from __future__ import annotations

from ..autograd import StaleSnapshot, UnfilledGradient
from ..finding import Finding, Span, Step
from ..interpret.places import Place
from .anchors import Text, calls_to, full_text, is_plain, span_of, text_of
from .words import action, on


def stale(snapshot: StaleSnapshot, path: str) -> Finding | None:
    """The finding of a snapshot that follows its source."""
    place = snapshot.alias
    if not isinstance(place, Place):
        return None
    span: Span = place.unit.span(place.node)
    kept = text_of(place.node)
    used = f"{action(snapshot.operation)} {on(snapshot.use, span.line)}"
    copy = f"copy.deepcopy({kept})" if "state_dict" in kept else f"{kept}.clone()"
    if kept.endswith(".numpy()"):
        copy = f"{kept}.copy()"
    happens = f"{action(snapshot.label)} {on(snapshot.write, span.line)} writes the same memory, so {used} sees the new value on both sides"
    if isinstance(snapshot.write, Place) and isinstance(snapshot.use, Place):
        if snapshot.write.node is snapshot.use.node:
            happens = f"it is the very memory that {used} writes, so no old value comes back"
    message = f"'{kept}' is no copy: {happens}. Keep {copy}"
    steps = [
        *calls_to(place),
        Step("alias", span_of(place), "kept here"),
        Step("write", span_of(snapshot.write), "its source is written, and so is it"),
        Step("use", span_of(snapshot.use), "used here as the old value"),
    ]
    return Finding(path, span, "DET123", message, True, tuple(steps))


def unfilled(unfilled: UnfilledGradient, path: str, text: Text) -> Finding | None:
    """The finding of a gradient that went to an alias."""
    place = unfilled.alias
    if not isinstance(place, Place):
        return None
    span: Span = place.unit.span(place.node)
    source = text.receiver(place.node)
    name = f"'{full_text(source)}'" if source is not None and is_plain(source) else "its source"
    message = (
        f"'{text_of(place.node)}' starts a graph of its own: backward() fills its .grad and not that of {name}, which is "
        f"None {on(unfilled.read, span.line)}. Differentiate {name} itself, or read the .grad of the alias"
    )
    steps = (
        Step("alias", span_of(place), "a leaf of its own"),
        Step("use", span_of(unfilled.read), "None is read here"),
    )
    return Finding(path, span, "DET304", message, True, steps)
