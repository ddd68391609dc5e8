"""The small phrases that messages are made of."""

from __future__ import annotations

from ..autograd import Hop, Link, Site
from .anchors import line_of

VIA = {
    Link.DATA: ".data",
    Link.DETACH: ".detach()",
    Link.NUMPY: ".numpy()",
    Link.FOREIGN: "from_numpy()",
    Link.SHALLOW_COPY: "copy.copy()",
    Link.PARAMETER: "nn.Parameter()",
}
"""The links that a message names, as the program spells them if it does not say otherwise."""
INPUTS = frozenset(
    {"self", "input", "other", "tensors", "tensor1", "tensor2", "vec", "vec1", "vec2", "mat1", "mat2"}
)
"""Parameter names which tell the reader no more than "an input"."""


def via(hop: Hop) -> str:
    """How an alias was made: ``.data``, ``torch.from_numpy()``."""
    known = VIA[hop.link]
    return f"{hop.label}()" if hop.link is Link.FOREIGN and hop.label.isidentifier() else known


def at(place: Site, here: int) -> str:
    """Where something is, seen from line `here`."""
    line = line_of(place)
    return "this line" if line == here else f"line {line}"


def on(place: Site, here: int) -> str:
    """``on line 3``, or ``on this line``."""
    return f"on {at(place, here)}"


def operation(label: str) -> str:
    """An operation's name within a sentence: ``sigmoid``, ``'*'``, ``'*' in autograd.grad`` for its recorded backward."""
    name, within, where = label.partition(" in ")
    if within:
        return f"{operation(name)} in {where}"
    return label if label[:1].isalpha() or label[:1] == "_" else f"'{label}'"


def action(label: str) -> str:
    """What wrote: ``zero_()``, ``'+='``, an assignment."""
    if label == "[]=":
        return "the assignment"
    return f"{label}()" if label[:1].isalpha() or label[:1] == "_" else f"'{label}'"


def backward(label: str, place: Site, here: int) -> str:
    """The call that is the backward: ``the backward() on line 6``."""
    if label == "handed out":
        return "a backward() through what is returned"
    name = "autograd.grad()" if label == "autograd.grad" else f"the {label}()"
    return f"{name} {on(place, here)}"
