"""``backward()`` and ``torch.autograd``: roots, inputs, and which graph is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..autograd import Grad, TensorId
from ..values import NONE, Arguments, Runtime, TensorRef, Value
from . import terms
from .callbacks import run_calls
from .kinds import doubtful_of, tensors_of
from .several import one_by_one

GRADIENT = {1: "gradient", 2: "grad_tensors"}
"""The argument before ``retain_graph``, of ``tensor.backward`` and of ``torch.autograd.backward``."""


def _flag(rt: Runtime, value: Value | None, default: bool = False) -> bool:
    """A keyword such as ``retain_graph``; what is not known counts as True, which claims least."""
    if value is None or value == NONE:
        return default
    truth = rt.truth(value)
    return True if truth is None else truth


def _given(rt: Runtime, roots: Sequence[TensorId], value: Value | None) -> Sequence[TensorId]:
    """The gradients given for the roots, where there is one for each."""
    found = tensors_of(rt, value) if value is not None and value != NONE else []
    return found if len(found) == len(roots) else ()


def run(
    rt: Runtime,
    roots: Sequence[TensorId],
    arguments: Arguments,
    *,
    first: int,
    label: str = "backward",
    unknown: int = 0,
) -> Value:
    """``backward``: `first` is the position of ``retain_graph``."""
    create = _flag(rt, arguments.get(first + 1, "create_graph"))
    retain = _flag(rt, arguments.get(first, "retain_graph"), create)
    given = arguments.get(first + 2, "inputs")
    inputs = tensors_of(rt, given) if given is not None and given != NONE else None
    result = rt.machine.backward(
        rt.site,
        label,
        roots,
        inputs=inputs or None,
        retain_graph=retain,
        create_graph=create,
        unknown=unknown,
        given=_given(rt, roots, arguments.get(first - 1, GRADIENT[first])),
    )
    if not unknown:
        terms.report(rt, label, roots, arguments.get(first - 1, GRADIENT[first]))
    run_calls(rt, label, result, create)
    return NONE


def tensor_backward(rt: Runtime, tensor: TensorId, arguments: Arguments) -> Value:
    """``tensor.backward(gradient=None, retain_graph=None, create_graph=False, inputs=None)``."""
    return run(rt, [tensor], arguments, first=1)


def _backward(rt: Runtime, arguments: Arguments) -> Value | None:
    roots = arguments.get(0, "tensors")
    tensors = tensors_of(rt, roots) if roots is not None else []
    unknown = int(bool(doubtful_of(rt, (roots,)))) if roots is not None else 0
    return run(rt, tensors, arguments, first=2, unknown=unknown) if tensors else None


def _grad(rt: Runtime, arguments: Arguments) -> Value | None:
    outputs, wanted = arguments.get(0, "outputs"), arguments.get(1, "inputs")
    if outputs is None or wanted is None:
        return None
    roots, inputs = tensors_of(rt, outputs), tensors_of(rt, wanted)
    if not roots:
        return None
    create = _flag(rt, arguments.get(4, "create_graph"))
    retain = _flag(rt, arguments.get(3, "retain_graph"), create)
    result = rt.machine.backward(
        rt.site,
        "autograd.grad",
        roots,
        inputs=inputs,
        retain_graph=retain,
        create_graph=create,
        accumulate=False,
        allow_unused=_flag(rt, arguments.get(5, "allow_unused"))
        or _flag(rt, arguments.get(7, "materialize_grads")),
        unknown=int(bool(doubtful_of(rt, (outputs, wanted)))),
        given=_given(rt, roots, arguments.get(2, "grad_outputs")),
    )
    gradients = [TensorRef(t) for t in result.gradients]
    if not gradients:
        gradients = [TensorRef(rt.machine.tensor(rt.site, "autograd.grad")) for _ in inputs]
    if create and (
        any(rt.machine.nodes[n].opaque for n in result.nodes)
        or any(rt.machine.requires_grad(t) is Grad.MAYBE for t in (*roots, *inputs))
    ):
        for gradient in gradients:  # what was not seen being recorded may have been
            if rt.machine.requires_grad(gradient.id) is Grad.NO:
                rt.machine.require_grad(gradient.id, Grad.MAYBE)
    run_calls(rt, "autograd.grad", result, create)
    return rt.sequence("tuple", gradients)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.autograd.backward": lambda rt, arguments: one_by_one(
        rt, "backward", arguments, (0, "tensors"), lambda given: _backward(rt, given)
    ),
    "torch.autograd.grad": lambda rt, arguments: one_by_one(
        rt, "autograd.grad", arguments, (0, 1, "outputs", "inputs"), lambda given: _grad(rt, given)
    ),
}
