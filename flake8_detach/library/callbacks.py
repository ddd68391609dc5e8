"""The program's own code that a backward calls: hooks of tensors and modules, backward bodies of Functions."""

from __future__ import annotations

from ..autograd import BackwardResult, Call, GradMode
from ..values import Arguments, Ref, Runtime, TensorRef
from . import functions, module_hooks
from .hooks import active


def run_calls(rt: Runtime, label: str, result: BackwardResult, create_graph: bool) -> None:
    """Call what a backward calls back, in the engine's order; it runs recorded under ``create_graph`` only."""
    if not result.calls:
        return
    before = rt.machine.grad_mode
    try:
        rt.machine.set_mode(GradMode.ON if create_graph else GradMode.OFF)
        for call in result.calls:
            rt.machine.lend(call.gradients)
            since, site = rt.machine.moment(), rt.site
            _run(rt, call)
            rt.machine.go_on(site, label, result, below=call.above, since=since)
    finally:
        rt.machine.lend(())
        rt.machine.set_mode(before)


def _run(rt: Runtime, call: Call) -> None:
    token = call.token
    if not isinstance(token, Ref):
        return
    if functions.is_context(rt, token):
        functions.run_body(rt, token, call)
    elif module_hooks.is_call(rt, token):
        module_hooks.run_backward(rt, token, call)
    else:
        for hook in active(rt, [token]):
            rt.call(hook, Arguments(tuple(TensorRef(g) for g in call.gradients)))
