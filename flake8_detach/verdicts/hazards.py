"""What is said of a write to something saved for backward: the message, the advice and the trace.

'c' shares memory with 'out' (via .data, line 4); zero_() overwrites the result sigmoid saved for backward
(line 3), so the backward() on line 6 computes wrong gradients without an error. Write to out.detach().clone()
instead
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import libcst as cst

from ..autograd import Hazard, Link
from ..finding import Finding, Span
from ..finding import Step as TraceStep
from ..interpret.places import Place
from .anchors import Text, callers, calls_to, full_text, is_plain, line_of, shown, span_of, text_of
from .codes import hazard_code
from .links import Step, chain_of, doubt_of, first_named
from .spelling import out_of_place
from .words import INPUTS, VIA, action, at, backward, operation, via


def finding_of(hazard: Hazard, doubt: int, path: str, text: Text) -> Finding | None:
    """The finding of a hazard; None where too much is unknown for a claim."""
    code = hazard_code(hazard, doubt)
    if code is None:
        return None
    story = Story(hazard, doubt, text)
    sure = hazard.unknown + doubt == 0
    message = f"{story.happening}, {story.consequence}. {story.advice}"
    return Finding(path, story.span, code, message, sure, story.trace)


@dataclass(frozen=True)
class Story:
    """One hazard, told in parts. `here` is the line it is shown on: other lines are named by their number."""

    hazard: Hazard
    doubt: int
    text: Text

    # -- what the text calls things

    @cached_property
    def place(self) -> Place:
        site = self.hazard.write.site
        assert isinstance(site, Place)
        return site

    @cached_property
    def target(self) -> cst.BaseExpression | None:
        """What is written, if the text shows it: not inside a module, or by a call of the library's own."""
        node = self.place.node
        if isinstance(node, cst.Call) and self._hides(node):
            return None
        return self.text.written(node)

    def _hides(self, node: cst.Call) -> bool:
        write = self.hazard.write
        if write.library and not write.rebinds:
            return not write.label.endswith("_")
        if self._applies(node):
            return False
        callee = self.text.callee(node)
        return not callee.endswith("_") and callee != write.label and not self.text.is_native(node.func)

    def _applies(self, node: cst.CSTNode) -> bool:
        """Is this ``Double.apply(x)``, the call of a Function that marks its argument dirty?"""
        called = f"{self.hazard.write.label}.apply"
        return isinstance(node, cst.Call) and f".{full_text(node.func)}".endswith(f".{called}")

    @cached_property
    def span(self) -> Span:
        """Where the finding is shown."""
        node = self.place.node if self.target is None else shown(self.place.node, self.text)
        span: Span = self.place.unit.span(node)
        return span

    @cached_property
    def here(self) -> int:
        return self.span.line

    @cached_property
    def written(self) -> str:
        return text_of(self.target) if self.target is not None else "it"

    @cached_property
    def name(self) -> str:
        """What is written, without the subscripts that say which part."""
        node = self.target
        while isinstance(node, cst.Subscript):
            node = node.value
        return text_of(node) if node is not None else "it"

    @cached_property
    def action(self) -> str:
        """What writes: ``zero_()``, ``the assignment to 'c[0]'``."""
        node, label = self.place.node, self.hazard.write.label
        if isinstance(node, cst.Call) and self.target is None:
            inside = "" if self.hazard.write.library else f"{action(label)} inside "
            return f"{inside}{text_of(node.func)}()"
        if isinstance(node, cst.Call) and label.isidentifier() and not label.endswith("_"):
            inplace = any(a.keyword is not None and a.keyword.value == "inplace" for a in node.args)
            return f"{label}(inplace=True)" if inplace else action(label)
        if self.name == self.written:
            return action(label)
        return f"{action(label)} {'to' if label == '[]=' else 'on'} '{self.written}'"

    @cached_property
    def link(self) -> Step | None:
        return first_named(chain_of(self.hazard))

    @cached_property
    def source(self) -> cst.BaseExpression | None:
        """What the named alias was made of: the `out` of ``c = out.data``."""
        site = self.link.hop.site if self.link is not None else None
        node = self.text.receiver(site.node) if isinstance(site, Place) else None
        if self.link is not None and self.link.hop.link is Link.NUMPY:
            while isinstance(node, cst.Call) and self.text.callee(node) in ("detach", "cpu", "contiguous"):
                node = self.text.receiver(node)
        return node

    @cached_property
    def saver(self) -> str:
        """The operation that saved."""
        node, site = self.hazard.node, self.hazard.node.site
        if node.opaque and isinstance(site, Place) and isinstance(site.node, cst.Call):
            return f"{text_of(site.node.func)}()"
        return operation(node.op)

    @cached_property
    def is_leaf(self) -> bool:
        """Was what is saved a leaf that requires grad?"""
        saved = self.hazard.saved
        edges = self.hazard.node.edges
        return not saved.is_result and saved.node is None and any(e.tensor == saved.tensor for e in edges)

    # -- sentences

    @cached_property
    def happening(self) -> str:
        """Who writes what."""
        write = self.hazard.write
        if write.cuts:
            return f"detach_() takes '{self.written}' out of its graph, which {self._saving}"
        if write.rebinds:
            return self._rebinding()
        if self.target is None:
            return f"{self.action} overwrites {self._saved}"
        subject = self._relation()
        if subject is None:
            return f"{self.action} overwrites '{self.name}'{self._passed_in()}, {self._saved_itself}"
        return f"{subject}; {self.action} overwrites {self._saved}"

    def _rebinding(self) -> str:
        if self.hazard.write.library:
            return f"{self.action} puts other memory in the place of {self._saved}"
        owner = self.written.removesuffix(".data")
        return f"assigning to '{self.written}' puts other memory under '{owner}', {self._saved_itself}"

    def _relation(self) -> str | None:
        """How the written name is tied to the source; None where it is the saved tensor itself."""
        link = self.link
        if link is None or self.source is None or not isinstance(link.hop.site, Place):
            return None
        if link.hop.link in (Link.VIEW, Link.MAYBE) and not link.outward:
            return None
        source, alias = text_of(self.source), text_of(link.hop.site.node)
        place = at(link.hop.site, self.here)
        if not link.outward:
            return f"'{self.name}' shares memory with '{alias}' ({place})"
        if link.hop.link is Link.VIEW:
            if self.name in (alias, source) or link.hop.site.node is self.target:
                return None if self.name == source else f"'{alias}' is a view of '{source}'"
            return f"'{self.name}' is a view of '{source}' ({alias}, {place})"
        if link.hop.link is Link.MAYBE:
            return f"'{self.name}' may share memory with '{source}' (via {link.hop.label}(), {place})"
        if self.name == alias:
            return f"'{alias}' shares memory with '{source}'"
        if self.name == source:
            return f"'{source}' still shares its memory from before {self._via(link)} ({place})"
        return f"'{self.name}' shares memory with '{source}' (via {self._via(link)}, {place})"

    def _via(self, link: Step) -> str:
        site = link.hop.site
        if link.hop.link is Link.NUMPY and isinstance(site, Place) and self.source is not None:
            whole, source = full_text(site.node), full_text(self.source)
            if whole.startswith(f"{source}."):
                return whole.removeprefix(source)
        return via(link.hop)

    def _passed_in(self) -> str:
        return f" (passed in on line {line_of(callers(self.place)[-1])})" if self._came_in else ""

    @cached_property
    def _came_in(self) -> bool:
        """Was the written tensor saved outside of the function that writes it?"""
        site = self.hazard.node.site
        return isinstance(site, Place) and len(callers(site)) < len(callers(self.place))

    @cached_property
    def _saving(self) -> str:
        """``sigmoid saved for backward (line 3)``."""
        hazard = self.hazard
        saving = "may have saved" if hazard.saved.unknown else "saved"
        return f"{self.saver} {saving} for backward ({at(hazard.node.site, self.here)})"

    @cached_property
    def _saved(self) -> str:
        """``the result sigmoid saved for backward (line 3)``, ``'w', which '*' saved for backward (line 4)``."""
        item = self._item
        return f"{item}, which {self._saving}" if item.startswith("'") else f"{item} {self._saving}"

    @cached_property
    def _saved_itself(self) -> str:
        """The same of what has been named already: ``which '*' saved for backward (line 3)``."""
        return f"the result {self._saving}" if self.hazard.saved.is_result else f"which {self._saving}"

    @cached_property
    def _item(self) -> str:
        saved, site = self.hazard.saved, self.hazard.node.site
        if saved.is_result:
            return "the result"
        assert isinstance(site, Place)
        operand = self.text.operand(site.node, self.hazard.node.op, saved.name)
        if operand is not None:
            return f"'{text_of(operand)}'"
        return (
            "an input" if saved.name in INPUTS else saved.name if " " in saved.name else f"the {saved.name}"
        )

    @cached_property
    def consequence(self) -> str:
        """What comes of it."""
        hazard = self.hazard
        use = backward(hazard.use, hazard.backward, self.here)
        if hazard.silent:
            verb = "returns" if hazard.use == "autograd.grad" else "computes"
            effect = f"{use} {verb} wrong gradients without an error"
        else:
            effect = f"{use} raises"
        condition = doubt_of(hazard, self.doubt) if hazard.unknown + self.doubt else ""
        return f"so {condition}, {effect}" if condition else f"so {effect}"

    @cached_property
    def advice(self) -> str:
        """What to write instead."""
        write = self.hazard.write
        if write.cuts:
            return f"Use {self.written}.detach() where no gradient is wanted; it leaves '{self.written}' as it is"
        if write.rebinds:
            return "Assign before the forward or after that backward"
        if write.library and self.target is None:
            return f"Run that backward before {self.action}, or the forward again after it"
        link = self.link
        if link is None or link.hop.link not in VIA or self.source is None:
            return self._advice_without_alias()
        if link.hop.link is Link.FOREIGN:
            return f"Give {via(link.hop)} a copy instead"
        if link.hop.link is Link.NUMPY:
            return "Write to a .copy() of the array instead"
        copy = (
            f"{full_text(self.source)}.detach().clone()" if is_plain(self.source) else "a .detach().clone()"
        )
        if self.is_leaf and self.hazard.use != "handed out":
            return f"Write after that backward, under torch.no_grad(), or to {copy}"
        site = link.hop.site
        if isinstance(site, Place) and len(callers(site)) < len(callers(self.place)):
            return f"Pass {copy} instead"
        return f"Write to {copy} instead"

    @property
    def _asks_inplace(self) -> bool:
        """A module or function that writes because it was told to, not because of its name."""
        node, label = self.place.node, self.hazard.write.label
        if self._applies(node):
            return False
        keywords = (
            {a.keyword.value for a in node.args if a.keyword is not None}
            if isinstance(node, cst.Call)
            else {"out"}
        )
        return label.isidentifier() and not label.endswith("_") and "out" not in keywords

    def _advice_without_alias(self) -> str:
        write = self.hazard.write
        if self.is_leaf and not write.recorded and self.hazard.use != "handed out":
            return "Write after that backward"
        if self.target is None or self._asks_inplace:
            return "Leave out inplace=True"
        if self._came_in:
            return "Pass a .clone(), or return a new tensor"
        if self.link is not None:
            return f"Write to a .clone() of '{self.name}' instead"
        return out_of_place(self.place.node, write.label, self.text) or "Write to a .clone() instead"

    # -- trace

    @cached_property
    def trace(self) -> tuple[TraceStep, ...]:
        """Saved, aliased, called, written, used: in the order of the program."""
        hazard = self.hazard
        what = "its result" if hazard.saved.is_result else self._item
        steps = [TraceStep("saved", span_of(hazard.node.site), f"{self.saver} saves {what} for backward")]
        for step in chain_of(hazard):
            if isinstance(step.hop.site, Place):
                steps.append(TraceStep("alias", span_of(step.hop.site), _alias_text(step)))
        steps += calls_to(self.place)
        steps.append(TraceStep("write", span_of(self.place), self._write_text()))
        steps.append(TraceStep("use", span_of(hazard.backward), self._use_text()))
        return tuple(steps)

    def _write_text(self) -> str:
        write = self.hazard.write
        if write.cuts:
            return f"'{self.written}' is taken out of its graph"
        if write.rebinds:
            return "other memory is put in its place"
        unseen = ", unseen by the version counter" if self.hazard.silent else ""
        return f"{self.action} overwrites it{unseen}"

    def _use_text(self) -> str:
        if self.hazard.use == "handed out":
            return "handed out from here to whoever runs backward()"
        return "wrong gradients" if self.hazard.silent else "raises here"


def _alias_text(step: Step) -> str:
    link = step.hop.link
    if link is Link.VIEW:
        return "a view of the same memory"
    if link is Link.MAYBE:
        return "the same memory, unless it copies"
    counter = ", with a version counter of its own" if link.fresh_counter else ", and its version counter"
    return f"{via(step.hop)} shares its memory{counter}"
