"""What is said of a term of the loss that trains nothing, since its last step cut it from its graph."""

from __future__ import annotations

from ..autograd import IdleTerm
from ..finding import Finding, Span, Step
from ..interpret.places import Place
from .anchors import Text, calls_to, full_text, is_plain, shown, span_of, text_of
from .words import backward


def finding_of(term: IdleTerm, path: str, text: Text) -> Finding | None:
    """The finding of an idle term: a ``detach_()`` took it out of its graph (DET303), or it is a constant (DET308)."""
    place = term.loss.site
    if not isinstance(place, Place):
        return None
    steps = calls_to(place)
    in_place = term.loss.how == "detach_"
    span: Span = place.unit.span(shown(place.node, text) if in_place else place.node)
    use = backward(term.use, term.backward, span.line)
    source = text.receiver(place.node)
    name = text_of(source) if source is not None else "it"
    if in_place:
        code = "DET303"
        message = (
            f"detach_() takes '{name}' itself out of its graph: {use} gives this term of the loss no gradient. "
            f"Use {name}.detach() where no gradient is wanted; it leaves '{name}' as it is"
        )
    else:
        code = "DET308"
        itself = (
            f"'{full_text(source)}' itself"
            if source is not None and is_plain(source)
            else "the tensor itself"
        )
        message = f"'{text_of(place.node)}' is a constant: {use} gives this term of the loss no gradient. Add {itself}"
    steps.append(Step("cut", span_of(place), "the graph ends here"))
    steps.append(Step("use", span_of(term.backward), "no gradient comes from that term"))
    return Finding(path, span, code, message, True, tuple(steps))
