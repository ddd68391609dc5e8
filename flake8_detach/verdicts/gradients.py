"""What is said of a hook or a Function's ``backward`` that writes the gradient it was given (DET107)."""

from __future__ import annotations

import libcst as cst

from ..autograd import GradientEdited
from ..finding import Finding, Span, Step
from ..interpret.places import Place
from ..torch_facts import method as method_facts
from .anchors import Text, calls_to, shown, span_of, text_of
from .spelling import out_of_place
from .words import action


def finding_of(edited: GradientEdited, path: str, text: Text) -> Finding | None:
    """The finding of a gradient that is edited in place."""
    place = edited.site
    if not isinstance(place, Place):
        return None
    span: Span = place.unit.span(shown(place.node, text))
    target = text.written(place.node)
    name = text_of(target) if target is not None else "a gradient"
    plain = edited.label.removesuffix("_")
    in_method = isinstance(place.node, cst.Call) and method_facts(plain) is not None
    advice = (
        f"Use {plain}(), which makes a new tensor"
        if in_method
        else out_of_place(place.node, edited.label, text)
    )
    message = (
        f"{action(edited.label)} edits the gradient '{name}' in place: autograd may hand the same memory to other "
        f"branches of the graph, whose gradients then become wrong without an error. {advice or 'Write to a .clone() instead'}"
    )
    steps = (*calls_to(place), Step("write", span_of(place), "a gradient that others use is written"))
    return Finding(path, span, "DET107", message, True, steps)
