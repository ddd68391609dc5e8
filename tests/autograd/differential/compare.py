"""Where the machine disagrees with what PyTorch did. It needs no PyTorch: what that did may be recorded.

Of each step: does it raise, and what? Of each write: *silent* (gradients come out wrong and nothing raises), *error*
(a backward raises because of it) or *harmless*. A write that changed what a backward read and yet not the
gradients was lucky in its values, and there is no verdict on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from flake8_detach.autograd import AutogradError, Grad, Hazard

from .doubts import possible
from .on_machine import Model
from .steps import Step, Track, show

CLASSES = (
    (r"modified by an inplace operation", "MODIFIED"),
    (r"has been detached in-place", "CUT"),
    (r"its base or another view of its base has been modified", "VIEW_CHANGED"),
    (
        r"is a view of a view which was created in|A view was created in|is a view and is being modified",
        "VIEW_WRITE",
    ),
    (r"a view of a leaf Variable that requires grad is being used", "LEAF_VIEW_WRITE"),
    (r"a leaf Variable that requires grad (is being|has been) used", "LEAF_WRITE"),
    (r"Inplace update to inference tensor", "INFERENCE_WRITE"),
    (r"Inference tensors cannot be saved", "INFERENCE_SAVED"),
    (r"does not require grad and does not have a grad_fn", "NO_GRAPH"),
    (r"backward through the graph a second time", "FREED"),
    (r"leaf variable has been moved into the graph interior", "LEAF_MOVED"),
    (r"Can't detach views in-place", "DETACH_VIEW"),
    (r"cannot resize variables", "RESIZE"),
    (r"more than one element of the written-to tensor", "OVERLAP"),
    (r"Can't call numpy\(\) on Tensor that requires grad", "NUMPY"),
    (r"only change requires_grad flags of leaf variables", "NOT_LEAF"),
    (r"out=\.\.\. arguments don't support automatic differentiation", "OUT_REQUIRES_GRAD"),
    (r"appears to not have been used in the graph", "UNUSED_INPUT"),
    (
        r"One of the differentiated Tensors does not require grad|can't retain_grad on Tensor",
        "INPUT_NEEDS_NO_GRAD",
    ),
)
VIEW_WRITES = {
    "NO_GRAD_VIEW_WRITE": "VIEW_WRITE",
    "INFERENCE_VIEW_WRITE": "VIEW_WRITE",
    "PART_WRITE": "VIEW_WRITE",
    "CUSTOM_VIEW_WRITE": "VIEW_WRITE",
}


def class_of(message: str) -> str:
    """Which refusal a message of PyTorch's is; the message itself when it is none of them."""
    return next((name for pattern, name in CLASSES if re.search(pattern, message)), message)


def run_machine(sequence: Sequence[Step], track: Track) -> tuple[Model, list[str]]:
    """Play the sequence on the machine; the first step at which one raises and the other does not ends it."""
    model = Model()
    for number, step in enumerate(sequence):
        if number not in track.results:
            continue
        model.site = number
        if " " in track.errors.get(number, ""):
            break  # of another kind: shapes that t_() changed, a defect of PyTorch's own
        error = None
        made: list[int] = []
        model.track = track
        model.before = model.machine.fork()
        if step.verb == "requires_grad_" and _guesses(model):
            break  # Machine.require_grad takes it for a leaf, as programs mean it, which PyTorch need not bear out
        try:
            made = model.play(step, track)
        except AutogradError as refused:
            error = VIEW_WRITES.get(refused.refusal.name, refused.refusal.name)
        real = track.errors.get(number)
        if error != real and not possible(model, step.verb, real, error):
            return model, [
                f"step {number} {show(step)}: PyTorch {real or 'runs'}, the machine {error or 'runs'}"
            ]
        if error != real or (real == "VIEW_CHANGED" and step.verb == "inplace_function"):
            model.ended = number  # the second: refused before its forward could write
            return model, []
        if real is None and len(made) != track.results[number]:
            return model, [f"step {number} {show(step)}: {track.results[number]} results, not {len(made)}"]
        if real is None:
            model.slots += made
        model.ended = number + 1
    return model, []


def _guesses(model: Model) -> bool:
    """Has the first tensor a history that only may be there?"""
    of = model.machine.tensors[model.x]
    return of.node is not None and of.requires_grad is Grad.MAYBE


def compare_writes(
    sequence: Sequence[Step], track: Track, model: Model, silent: Callable[[int, Sequence[int]], bool]
) -> list[str]:
    """The verdict on each write. `silent` says whether a step made gradients of some backwards wrong."""
    hazards = [r for r in model.machine.reports if isinstance(r, Hazard)]
    found: list[tuple[int, str]] = []
    uses = {n: use for n, use in track.uses.items() if n <= model.ended and n in track.results}
    for number, use in uses.items():
        here = [h for h in hazards if h.backward == number]
        if number not in track.errors:
            claimed = sites(h for h in here if h.silent and not h.unknown)
            found += (
                (s, f"harmless for {number}, the machine says silent")
                for s in claimed - use.corrupt - use.same
            )
        if use.first is not None and number < model.ended:
            errors = sites(h for h in here if not h.silent)
            found += ((s, f"makes {number} raise, unseen by the machine") for s in use.first - errors)
            sure = sites(h for h in here if not (h.silent or h.unknown or h.write.cuts))
            found += ((s, "moves no counter, the machine says error") for s in sure - track.bumps)
    calm = [n for n in uses if n not in track.errors]
    suspects = {s for n in calm for s in uses[n].corrupt} - sites(h for h in hazards if h.silent)
    found += ((s, "silent, unseen by the machine") for s in suspects if silent(s, calm))
    return [f"step {site} {show(sequence[site])}: {what}" for site, what in sorted(found)]


def sites(hazards: Iterable[Hazard]) -> set[int]:
    """The steps that wrote."""
    return {h.write.site for h in hazards if isinstance(h.write.site, int)}
