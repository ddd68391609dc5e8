"""What is said of a write that autograd does not see and whose old value no gradient reads (DET121)."""

from __future__ import annotations

from ..autograd import SkippedGradient
from ..finding import Finding, Span, Step
from ..interpret.places import Place
from .anchors import Text, calls_to, shown, span_of, text_of
from .words import action, at, backward, operation


def finding_of(skipped: SkippedGradient, path: str, text: Text) -> Finding:
    """The finding of a skipped gradient; the message says which of its two cases it is."""
    place = skipped.write.site
    assert isinstance(place, Place)
    target = text.written(place.node)
    name = text_of(target if target is not None else place.node)
    span: Span = place.unit.span(shown(place.node, text))
    result = f"the result of {operation(skipped.node.op)} ({at(skipped.node.site, span.line)})"
    use = backward(skipped.use, skipped.backward, span.line)
    happening = f"{action(skipped.write.label)} on '{name}' overwrites {result} unseen by autograd"
    if skipped.read_later:
        message = (
            f"{happening}, and later operations read the new values: {use} computes the gradient of the program "
            "without this write. If that is meant, write value + (new - value).detach()"
        )
    else:
        message = (
            f"{happening}; no gradient reads its old value, so {use} is right, until an operation is put there whose "
            "gradient does. Write to a .clone() instead"
        )
    steps = [Step("saved", span_of(skipped.node.site), f"{operation(skipped.node.op)} makes it")]
    steps += calls_to(place)
    steps.append(Step("write", span_of(place), "overwritten here, unseen"))
    steps.append(Step("use", span_of(skipped.backward), "backward passes here"))
    return Finding(path, span, "DET121", message, True, tuple(steps))
