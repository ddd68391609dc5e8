"""What PyTorch may raise where the machine is not certain, and why it is not.

The machine leaves some things unknown; then it says that nothing is certain, and PyTorch, which knows, may raise. Each such
place is a `Doubt`: what may be raised there, one sentence saying why, and whether it is so at this step, by what the
machine knew before it. Where the machine said that something does raise for certain and PyTorch runs, there is no doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flake8_detach.autograd import Grad, Hazard, TensorId
from flake8_detach.autograd.flow import Key
from flake8_detach.autograd.reach import Reach, reach
from flake8_detach.autograd.records import Made, NodeId
from flake8_detach.autograd.second_order import measured
from flake8_detach.autograd.views import present_history

from .on_machine import Model

UNPACKING = ("MODIFIED", "VIEW_CHANGED", "CUT")
"""How a saved tensor is refused."""


@dataclass(frozen=True)
class Doubt:
    """`raises`: what PyTorch raises, should it be as the machine only holds possible."""

    why: str
    raises: tuple[str, ...]
    holds: Callable[[Model, str], bool]


def _only_may_require_grad(*tensors: str) -> Callable[[Model, str], bool]:
    def holds(model: Model, verb: str) -> bool:
        return any(model.before.requires_grad(getattr(model, t)) is Grad.MAYBE for t in tensors)

    return holds


def _may_be_alias(model: Model, verb: str) -> bool:
    tensors = model.before.tensors
    memory = {tensors[t].storage for t in (model.x, model.y)}
    return any(of.maybes and of.storage in memory for of in tensors.values())


def _given_unmeasured(model: Model, verb: str) -> bool:
    given = model.before.tensors[model.y].made is not Made.PLAIN
    nodes = _reached(model, model.x).nodes
    return verb == "grad_given" and given and not all(measured(model.before.nodes[n]) for n in nodes)


def _bare(model: Model, verb: str) -> bool:
    return model.x in model.bare


def _reached_perhaps(model: Model, verb: str) -> bool:
    found = _reached(model, model.x)
    return found.doubtful or found.keys.get(_key(model, model.y), 0) > 0


def _freed_perhaps(model: Model, verb: str) -> bool:
    freed = model.before.freed
    return any(freed[n].unknown or far for n, far in _ways(model) if n in freed)


def _own_node_freed(model: Model, verb: str) -> bool:
    return verb == "backward_inputs" and present_history(model.before, model.y) in model.before.freed


def _refused_perhaps(model: Model, verb: str) -> bool:
    return any(h.unknown for h in _refusing(model))


def _keeps_perhaps(model: Model, verb: str) -> bool:
    nodes = model.before.nodes
    return any(saved.unknown or far for n, far in _ways(model) for saved in nodes[n].saved)


DOUBTS = (
    Doubt(
        "A gradient that a recorded backward gave requires grad if what its formula used does, and of a custom Function's "
        "backward, or of the twin of a twin, the formula is not measured.",
        (
            "LEAF_WRITE",
            "LEAF_VIEW_WRITE",
            "VIEW_WRITE",
            "VIEW_CHANGED",
            "INFERENCE_SAVED",
            "RESIZE",
            "OUT_REQUIRES_GRAD",
        ),
        _only_may_require_grad("x", "y"),
    ),
    Doubt(
        "The same, where only the first tensor is asked.",
        ("NO_GRAPH", "NOT_LEAF", "NUMPY"),
        _only_may_require_grad("x"),
    ),
    Doubt(
        "The same, of the second root of a backward from two.",
        ("NO_GRAPH",),
        lambda model, verb: verb == "backward_two" and _only_may_require_grad("y")(model, verb),
    ),
    Doubt(
        "The same, of the tensor for which a gradient is asked: it may be refused for two reasons, and which it is is not known.",
        ("INPUT_NEEDS_NO_GRAD", "UNUSED_INPUT"),
        _only_may_require_grad("y"),
    ),
    Doubt(
        "A backward that is not measured may give the very tensor that was handed down, a view of it, or one of its own.",
        ("LEAF_WRITE", "LEAF_VIEW_WRITE", "VIEW_WRITE", "VIEW_CHANGED"),
        _may_be_alias,
    ),
    Doubt(
        "A gradient that was given is asked for its history by what reads it, and what is not measured may not read it.",
        ("VIEW_CHANGED",),
        _given_unmeasured,
    ),
    Doubt(
        "Autograd stands aside for inference tensors, so that views made inside an operation come out as such (roll, stack).",
        ("DETACH_VIEW",),
        _bare,
    ),
    Doubt(
        "A gradient for y flows from x only through what was not measured.",
        ("UNUSED_INPUT",),
        _reached_perhaps,
    ),
    Doubt(
        "An earlier backward may have freed some of it: it raised and nobody knows how far it had come, or what ran is one "
        "node here and several in PyTorch.",
        ("FREED",),
        _freed_perhaps,
    ),
    Doubt(
        "``backward(inputs=y)`` runs y's own node too, which need not be the one that had saved (CopySlices, AsStrided).",
        ("FREED",),
        _own_node_freed,
    ),
    Doubt(
        "The write is known to be one to what only may have been saved, or only may be met.",
        UNPACKING,
        _refused_perhaps,
    ),
)

EARLIER = Doubt(
    "The machine knows that something was freed; what only may have been saved is unpacked before.",
    UNPACKING,
    _keeps_perhaps,
)

LATER = {
    "FREED": (*UNPACKING, "FREED"),
    "MODIFIED": (*UNPACKING, "FREED"),
    "VIEW_CHANGED": (*UNPACKING, "FREED"),
    "CUT": (*UNPACKING, "FREED"),
    "UNUSED_INPUT": ("NO_GRAPH",),
    "INPUT_NEEDS_NO_GRAD": ("NO_GRAPH",),
}
"""What the machine says for certain, and what PyTorch may have met before it."""


def possible(model: Model, verb: str, real: str | None, error: str | None) -> bool:
    """PyTorch raised `real`, and the machine had said that it may: of what it does not know it makes no claim."""
    if real is None or not (error is None or real in LATER.get(error, ())):
        return False
    doubts = (*DOUBTS, EARLIER) if error == "FREED" else DOUBTS
    return any(real in doubt.raises and doubt.holds(model, verb) for doubt in doubts)


def _reached(model: Model, root: TensorId) -> Reach:
    """What lay behind a tensor before the step."""
    return reach(model.before, [_key(model, root)], 0)


def _key(model: Model, t: TensorId) -> Key:
    """What a gradient for `t` flows to; that is asked, as a backward asks it, of a view whose history is out of date."""
    node = present_history(model.before, t)
    return (node, model.before.tensors[t].output) if node is not None else (None, t)


def _ways(model: Model) -> Iterable[tuple[NodeId, int]]:
    """The operations that lie behind both tensors, each with the unknown links to it."""
    return (item for root in (model.x, model.y) for item in _reached(model, root).nodes.items())


def _refusing(model: Model) -> Iterable[Hazard]:
    reports = (r for r in model.machine.reports if isinstance(r, Hazard))
    return (h for h in reports if h.backward == model.site and not h.silent)
