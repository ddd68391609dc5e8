"""The oracle: run a PyTorch program and see, per source line, what its writes did to its gradients.

A program is judged by running it several times, each time in a fork of a process that has only imported
PyTorch, and by looking at the tensors that autograd saved for backward:

- **plain**: nothing is watched. What the program does here is what PyTorch does.
- **trace**: the program runs under ``saved_tensors_hooks`` and a line tracer. After every line each live saved
  tensor is compared with what was saved: did its version counter move, did its bytes change, was it detached
  in place? When a backward unpacks a tensor, what changed it is charged to the lines that did. This run has to
  agree with the plain one (outcome, gradients, output), or the verdict is not `faithful`.
- **writes**: the program runs under a ``TorchDispatchMode`` which logs every in-place operation, so that lines
  whose writes did no harm are known too. (The mode can make PyTorch choose other derivative formulas, so no
  gradient is taken from this run.)
- **restore**, once for each line that changed the bytes of a saved tensor unnoticed: the saved bytes are given
  back to backward. Gradients which differ from those of the trace run prove that the line corrupted them.

Every line that wrote then gets one class:

- ``error``: it bumped the counter of (or detached in place) a saved tensor, and a backward raised for it;
- ``silent``: it changed a saved tensor, no backward raised, and the gradients are not those of the saved values;
- ``latent``: it touched a saved tensor that a backward used, and the gradients are right only by these values;
- ``harmless``: it wrote memory, and none of the above.

`verdict`, `statements` and `recorded` can be imported without PyTorch; `pool.judge_many` starts processes which
import it. ``python -m tests.oracle FILE`` prints a verdict.
"""

from __future__ import annotations

from .pool import judge_many, torch_available
from .verdict import Backward, LineClass, Outcome, Verdict

__all__ = ["Backward", "LineClass", "Outcome", "Verdict", "judge_many", "torch_available"]
