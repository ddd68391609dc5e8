"""What is said of operations at which PyTorch raises, and of the ``detach_()`` that made a backward fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import libcst as cst

from ..autograd import Link, Loss, Refusal, Refused, Write
from ..finding import Finding, Span, Step
from ..interpret.places import Place
from .anchors import Text, calls_to, full_text, is_plain, shown, span_of, text_of
from .codes import REFUSALS
from .words import action, at, operation

BACKWARD = frozenset({"DET301", "DET305"})
"""The rules shown at the whole call: there is no written expression."""


def finding_of(refused: Refused, path: str, text: Text) -> Finding | None:
    """The finding of a refusal; None for one that no rule is about."""
    code = REFUSALS[refused.refusal]
    if code is None or not isinstance(refused.site, Place):
        return None
    cut = cut_by(refused)
    if cut is not None:
        return _cut(refused, cut, path, text)
    story = Story(refused, code, text)
    return Finding(path, story.span, code, MESSAGES[refused.refusal](story), True, story.trace)


def cut_by(refused: Refused) -> Place | None:
    """The ``detach_()`` without which a backward would have found a graph."""
    if refused.refusal is Refusal.NO_GRAPH:
        for loss in refused.causes:
            if isinstance(loss, Loss) and loss.how == "detach_" and isinstance(loss.site, Place):
                return loss.site
    return None


def _cut(refused: Refused, cut: Place, path: str, text: Text) -> Finding:
    node = cut.node
    name = _written(node, text)
    span: Span = cut.unit.span(shown(node, text))
    use = _call(refused, span.line)
    message = (
        f"detach_() takes '{name}' itself out of its graph, so {use} raises: nothing is left to differentiate. "
        f"Use {name}.detach() where no gradient is wanted; it leaves '{name}' as it is"
    )
    steps = calls_to(cut)
    steps.append(Step("cut", span_of(cut), f"'{name}' loses its graph"))
    steps.append(Step("use", span_of(refused.site), "raises here"))
    return Finding(path, span, "DET303", message, True, tuple(steps))


def _call(refused: Refused, here: int) -> str:
    name = "autograd.grad()" if refused.label == "autograd.grad" else f"the {refused.label}()"
    return f"{name} on {at(refused.site, here)}"


def _written(node: cst.CSTNode, text: Text) -> str:
    target = text.written(node)
    return text_of(target if target is not None else node)


@dataclass(frozen=True)
class Story:
    """One refusal, told in parts."""

    refused: Refused
    code: str
    text: Text

    @cached_property
    def place(self) -> Place:
        assert isinstance(self.refused.site, Place)
        return self.refused.site

    @cached_property
    def span(self) -> Span:
        """Where the finding is shown."""
        node = self.place.node
        span: Span = self.place.unit.span(node if self.code in BACKWARD else shown(node, self.text))
        return span

    @cached_property
    def here(self) -> int:
        return self.span.line

    @cached_property
    def name(self) -> str:
        """What is written, or differentiated."""
        if self.code not in BACKWARD:
            return _written(self.place.node, self.text)
        root = self.text.receiver(self.place.node)
        return text_of(root) if root is not None else "the result"

    @cached_property
    def call(self) -> str:
        """The call that raises."""
        return action(self.refused.label)

    @cached_property
    def inputs(self) -> str:
        """The ``inputs`` of ``autograd.grad``."""
        node = self.place.node
        if isinstance(node, cst.Call):
            for arg in node.args:
                if arg.keyword is not None and arg.keyword.value == "inputs":
                    return text_of(arg.value)
            if self.refused.label == "autograd.grad" and len(node.args) > 1:
                return text_of(node.args[1].value)
        return "its inputs"

    @cached_property
    def several(self) -> bool:
        """Does ``inputs`` name more than one?"""
        return self.inputs[:1] in ("[", "(") or "parameters" in self.inputs

    @cached_property
    def losses(self) -> list[Loss]:
        return [c for c in self.refused.causes if isinstance(c, Loss) and isinstance(c.site, Place)]

    @cached_property
    def why(self) -> str:
        """Why there is no graph."""
        reasons = [REASONS.get(loss.how, _was_cut)(loss, self.here) for loss in self.losses[:2]]
        return " and ".join(dict.fromkeys(reasons)) or "nothing it was computed from requires grad"

    @cached_property
    def remedy(self) -> str:
        """What to do about a missing graph."""
        loss = self.losses[0] if self.losses else None
        if loss is None:
            return "Set requires_grad on what is to be trained before the forward"
        if loss.how in ("no_grad", "inference_mode"):
            return f"Compute it outside of torch.{loss.how}()"
        if loss.how == "not differentiable":
            return "Use an operation that has a gradient"
        if loss.how == "number":
            return "Keep the tensor itself"
        assert isinstance(loss.site, Place)
        source = self.text.receiver(loss.site.node)
        if source is not None and is_plain(source):
            return f"Differentiate '{full_text(source)}' itself"
        return "Differentiate the tensor from before that"

    @cached_property
    def made(self) -> Place | None:
        """Where the tensor was made that is written."""
        tensor = self.refused.tensor
        return tensor.site if tensor is not None and isinstance(tensor.site, Place) else None

    @cached_property
    def origin(self) -> str:
        """``(chunk(), line 4)``."""
        tensor = self.refused.tensor
        if tensor is None or self.made is None:
            return ""
        label = f"{action(tensor.label)}, " if tensor.label.isidentifier() else ""
        return f" ({label}{at(self.made, self.here)})"

    @cached_property
    def trace(self) -> tuple[Step, ...]:
        """Made or cut, called, raised."""
        refused = self.refused
        steps: list[Step] = []
        if self.code == "DET301":
            steps += [Step("cut", span_of(loss.site), "the graph ends here") for loss in self.losses]
        elif refused.node is not None:
            steps.append(Step("saved", span_of(refused.node.site), "recorded here"))
            freed = [c for c in refused.causes if isinstance(c, Place)]
            steps += [Step("cut", span_of(place), "freed by this backward") for place in freed]
        elif self.made is not None and self.made.node is not self.place.node:
            steps.append(Step("alias", span_of(self.made), "made here"))
        writes = [c for c in refused.causes if isinstance(c, Write) and isinstance(c.site, Place)]
        steps += [Step("write", span_of(w.site), "its memory is written here") for w in writes]
        steps += calls_to(self.place)
        steps.append(Step("use", span_of(self.place), "raises here"))
        return tuple(steps)


# -- why a tensor has no graph


def _was_cut(loss: Loss, here: int) -> str:
    assert isinstance(loss.site, Place)
    return f"'{text_of(loss.site.node)}' ({at(loss.site, here)}) left its graph behind"


def _unrecorded(loss: Loss, here: int) -> str:
    return f"it was computed under {loss.how} ({at(loss.site, here)})"


def _not_differentiable(loss: Loss, here: int) -> str:
    return f"{operation(loss.label)} has no gradient ({at(loss.site, here)})"


def _number(loss: Loss, here: int) -> str:
    return f"it was made of a number ({loss.label}, {at(loss.site, here)})"


REASONS: dict[str, Callable[[Loss, int], str]] = {
    Link.DETACH.value: _was_cut,
    Link.DATA.value: _was_cut,
    Link.NUMPY.value: _was_cut,
    "no_grad": _unrecorded,
    "inference_mode": _unrecorded,
    "not differentiable": _not_differentiable,
    "number": _number,
}


# -- one message a refusal


def _no_graph(story: Story) -> str:
    return f"{story.call} raises: '{story.name}' does not require grad, since {story.why}. {story.remedy}"


def _input(story: Story) -> str:
    which = f"one of {story.inputs}" if story.several else f"'{story.inputs}'"
    because = f", since {story.why}" if story.losses else ""
    return f"{story.call} raises: {which} does not require grad{because}. Call requires_grad_() on it before the forward"


def _unused(story: Story) -> str:
    which = f"one of {story.inputs}" if story.several else f"'{story.inputs}'"
    return (
        f"{story.call} raises: {which} was not used to compute '{story.name}'. "
        "Pass allow_unused=True if that is meant"
    )


def _view(story: Story) -> str:
    return f"detach_() raises: '{story.name}' is a view{story.origin}. Use .detach() and take its result"


def _freed(story: Story) -> str:
    refused = story.refused
    node = f"{operation(refused.node.op)} ({at(refused.node.site, story.here)})" if refused.node else "a part"
    freed = next((c for c in refused.causes if isinstance(c, Place)), None)
    if freed is None or freed.node is story.place.node:
        return (
            f"{story.call} raises: it reaches {node} again, which this {story.call} freed when it ran before. "
            "Detach what is carried from one run to the next"
        )
    return (
        f"{story.call} raises: the {action(refused.label)} on {at(freed, story.here)} freed {node}, which is needed "
        "again. Add the losses and go backward once, or pass retain_graph=True there"
    )


def _leaf(story: Story) -> str:
    return f"{story.call} raises: '{story.name}' is a leaf that requires grad. Put the write under 'with torch.no_grad():'"


def _leaf_view(story: Story) -> str:
    return (
        f"{story.call} raises: '{story.name}' is a view of a leaf that requires grad. "
        "Put the write under 'with torch.no_grad():', or write to a .clone()"
    )


def _part(story: Story) -> str:
    return (
        f"{story.call} raises: '{story.name}' is one of several views that came out of one call{story.origin}. "
        "Write to a .clone(), or compute a new tensor"
    )


def _unrecorded_view(story: Story) -> str:
    mode = "no_grad" if story.refused.refusal is Refusal.NO_GRAD_VIEW_WRITE else "inference_mode"
    return (
        f"{story.call} raises: '{story.name}' is a view made under {mode}{story.origin} and written outside of it. "
        "Make the view where it is written, or write to a .clone()"
    )


def _custom_view(story: Story) -> str:
    return (
        f"{story.call} raises: '{story.name}' is a view that a custom Function returned{story.origin}. "
        "Write to a .clone()"
    )


def _changed(story: Story) -> str:
    write = next((c for c in story.refused.causes if isinstance(c, Write)), None)
    where = f" ({action(write.label)}, {at(write.site, story.here)})" if write is not None else ""
    return (
        f"{operation(story.refused.label)} raises: it uses a part made by one call of several{story.origin}, whose "
        f"memory has been written since{where}. Write to a .clone() instead"
    )


def _out(story: Story) -> str:
    return f"{story.call} raises: out= cannot be recorded, and an argument requires grad. Assign the result instead"


def _inference(story: Story) -> str:
    return (
        f"{story.call} raises: '{story.name}' was made in inference mode{story.origin} and is written outside of it. "
        "Write to a .clone()"
    )


def _resize(story: Story) -> str:
    return f"{story.call} raises: '{story.name}' requires grad and cannot be resized. Make a new tensor"


def _overlap(story: Story) -> str:
    return (
        f"{story.call} raises: elements of '{story.name}'{story.origin} share one place in memory. "
        "Write to a .clone()"
    )


MESSAGES: dict[Refusal, Callable[[Story], str]] = {
    Refusal.NO_GRAPH: _no_graph,
    Refusal.INPUT_NEEDS_NO_GRAD: _input,
    Refusal.UNUSED_INPUT: _unused,
    Refusal.DETACH_VIEW: _view,
    Refusal.FREED: _freed,
    Refusal.LEAF_WRITE: _leaf,
    Refusal.LEAF_VIEW_WRITE: _leaf_view,
    Refusal.PART_WRITE: _part,
    Refusal.NO_GRAD_VIEW_WRITE: _unrecorded_view,
    Refusal.INFERENCE_VIEW_WRITE: _unrecorded_view,
    Refusal.CUSTOM_VIEW_WRITE: _custom_view,
    Refusal.VIEW_CHANGED: _changed,
    Refusal.OUT_REQUIRES_GRAD: _out,
    Refusal.INFERENCE_WRITE: _inference,
    Refusal.RESIZE: _resize,
    Refusal.OVERLAP: _overlap,
}
