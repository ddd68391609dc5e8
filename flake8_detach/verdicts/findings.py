"""Findings from reports: one a write, with its message and its trace."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from ..autograd import Hazard, Hop, Link, Refusal, Refused, Report, SkippedGradient, Write
from ..finding import Finding, Span, Step
from ..interpret.places import Place
from ..interpret.roots import Analysis
from .anchors import line_of, shown, span_of, text_of, written
from .codes import ORDER, REFUSALS, hazard_code, skipped_code

THROUGH = {
    Link.DATA: ".data",
    Link.DETACH: ".detach()",
    Link.NUMPY: "NumPy",
    Link.FOREIGN: "imported memory",
    Link.SHALLOW_COPY: "copy.copy()",
    Link.PARAMETER: "nn.Parameter",
}


def findings_of(analysis: Analysis, path: str) -> list[Finding]:
    """The findings of an analysis, one for each place, in the order of the text."""
    best: dict[Span, Finding] = {}
    for report, doubt in analysis.reports.items():
        finding = _finding(report, doubt, path, analysis.natives)
        if finding is None:
            continue
        known = best.get(finding.span)
        if known is None or ORDER.index(finding.code) < ORDER.index(known.code):
            best[finding.span] = finding
    return sorted(best.values(), key=lambda f: (f.span, f.code))


def _finding(report: Report, doubt: int, path: str, natives: frozenset[str]) -> Finding | None:
    match report:
        case Hazard():
            return _hazard(report, doubt, path, natives)
        case SkippedGradient():
            return _skipped(report, path, natives)
        case Refused():
            return _refused(report, path, natives) if not doubt else None


# -- hazards


def _hazard(hazard: Hazard, doubt: int, path: str, natives: frozenset[str]) -> Finding | None:
    code = hazard_code(hazard, doubt)
    if code is None:
        return None
    place = hazard.write.site
    assert isinstance(place, Place)
    anchor = shown(place.node, natives)
    name = text_of(written(place.node, natives))
    sure = hazard.unknown + doubt == 0
    what = _saved_as(hazard)
    backward = line_of(hazard.backward)
    verb = _verb(hazard.write)
    through = _through(hazard.write)
    if hazard.silent:
        effect = f"so the backward() on line {backward} {'computes' if sure else 'may compute'} wrong gradients without an error"
    else:
        effect = f"so the backward() on line {backward} {'raises' if sure else 'may raise'}"
    message = f"'{name}' {through}{verb} {what}, {effect}. {_advice(hazard)}"
    return Finding(path, place.unit.span(anchor), code, message, sure, _trace(hazard, name))


def _verb(write: Write) -> str:
    if write.rebinds:
        return "is given other memory: this replaces"
    if write.cuts:
        return "is cut out of its graph: detach_() takes away"
    if write.library:
        return f"is written by {write.label}(), which overwrites"
    return f"is written in place: {_operation(write.label)} overwrites"


def _operation(label: str) -> str:
    return f"{label}()" if label.isidentifier() else f"'{label}'"


def _through(write: Write) -> str:
    hop = _way(write)
    if hop is None:
        return ""
    return f"shares memory with its source (via {THROUGH[hop.link]}, line {line_of(hop.site)}) and "


def _way(write: Write) -> Hop | None:
    """The first link of a write's alias chain that is worth telling."""
    if write.rebinds:
        return None
    for hop in write.hops:
        if hop.link in THROUGH:
            return hop
    return None


def _saved_as(hazard: Hazard) -> str:
    line = line_of(hazard.node.site)
    operation = _operation(hazard.node.op)
    what = "the result" if hazard.saved.is_result else f"the {hazard.saved.name}"
    return f"{what} that {operation} saved for backward on line {line}"


def _advice(hazard: Hazard) -> str:
    if hazard.write.library:
        return "Call it after the backward()"
    if hazard.write.cuts:
        return "Use .detach() and give the result a new name"
    if hazard.write.rebinds:
        return "Assign after the backward()"
    return "Write to a .clone() of it, or after the backward()"


def _trace(hazard: Hazard, name: str) -> tuple[Step, ...]:
    steps = [
        Step("saved", span_of(hazard.node.site), f"{_operation(hazard.node.op)} saves {_item(hazard)} here")
    ]
    steps += [
        Step("alias", span_of(hop.site), f"{THROUGH[hop.link]} shares its memory")
        for hop in hazard.write.hops
        if hop.link in THROUGH and not hazard.write.rebinds
    ]
    site = hazard.write.site
    assert isinstance(site, Place)
    steps += [Step("call", span_of(call), "called here") for call in site.calls]
    steps.append(Step("write", span_of(site), f"'{name}' is overwritten here"))
    end = "wrong gradients" if hazard.silent else "backward raises"
    steps.append(Step("use", span_of(hazard.backward), f"used here: {end}"))
    return tuple(steps)


def _item(hazard: Hazard) -> str:
    return "its result" if hazard.saved.is_result else f"its {hazard.saved.name}"


# -- gradients skipped


def _skipped(skipped: SkippedGradient, path: str, natives: frozenset[str]) -> Finding | None:
    place = skipped.write.site
    assert isinstance(place, Place)
    anchor = shown(place.node, natives)
    name = text_of(written(place.node, natives))
    backward = line_of(skipped.backward)
    if skipped.read_later:
        message = (
            f"'{name}' is overwritten unseen by autograd and read again: the backward() on line {backward} computes "
            "the gradient of the program without this write. If that is wanted (a straight-through estimator), say so "
            "with value + (new - value).detach()"
        )
    else:
        message = (
            f"'{name}' is overwritten unseen by autograd before the backward() on line {backward}; nothing had saved "
            "it, so the gradients are right today. Write to a .clone() of it"
        )
    steps = (
        Step("write", span_of(place), f"'{name}' is overwritten here"),
        Step("use", span_of(skipped.backward), "backward passes here"),
    )
    return Finding(path, place.unit.span(anchor), skipped_code(skipped), message, True, steps)


# -- refusals


REASONS: dict[Refusal, str] = {
    Refusal.NO_GRAPH: "{name} raises: what it is called on does not require grad, since its graph was cut or never recorded",
    Refusal.INPUT_NEEDS_NO_GRAD: "{name} raises: an input it is to differentiate does not require grad",
    Refusal.UNUSED_INPUT: "{name} raises: an input was not used in the graph; pass allow_unused=True if that is meant",
    Refusal.DETACH_VIEW: "detach_() raises: {name} is a view; use .detach()",
    Refusal.FREED: "{name} raises: an earlier backward() freed this graph. Detach what is carried over, or pass retain_graph=True there",
    Refusal.LEAF_WRITE: "'{name}' is a leaf that requires grad: writing it in place raises. Wrap the write in torch.no_grad()",
    Refusal.LEAF_VIEW_WRITE: "'{name}' is a view of a leaf that requires grad: writing it in place raises. Wrap the write in torch.no_grad()",
    Refusal.PART_WRITE: "'{name}' is one of several views made by one call: writing it in place raises. Write to a .clone()",
    Refusal.OUT_REQUIRES_GRAD: "'{name}' is an out= argument where grad is required: PyTorch raises. Assign the result instead",
}


def _refused(refused: Refused, path: str, natives: frozenset[str]) -> Finding | None:
    code = REFUSALS.get(refused.refusal)
    place = refused.site
    if code is None or not isinstance(place, Place):
        return None
    if code in ("DET301", "DET305"):
        anchor: cst.CSTNode = place.node
        name = f"{refused.label}()"
    else:
        anchor = shown(place.node, natives)
        name = text_of(written(place.node, natives))
    steps: list[Step] = []
    if refused.tensor is not None and isinstance(refused.tensor.site, Place):
        steps.append(Step("alias", span_of(refused.tensor.site), "made here"))
    if refused.node is not None:
        steps.append(Step("saved", span_of(refused.node.site), "this graph was freed"))
    steps += [Step("call", span_of(call), "called here") for call in place.calls]
    steps.append(Step("use", span_of(place), "raises here"))
    return Finding(
        path, place.unit.span(anchor), code, REASONS[refused.refusal].format(name=name), True, tuple(steps)
    )


def without_duplicates(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of the text, each once."""
    return sorted(dict.fromkeys(findings), key=lambda f: (f.span, f.code))
