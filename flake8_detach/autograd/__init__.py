"""A model of autograd which knows no Python syntax.

**Storage** is memory; a **tensor** is an object that sees (a region of) one storage through one **version
counter**, which PyTorch bumps at every in-place write through any tensor that shares the counter. When grad
mode is on and an input requires grad, an operation is **recorded**: a node with edges to its inputs, which
keeps (**saves**) the tensors its derivative formula mentions, each with the version its counter had. At
**backward** every node on the way from the root unpacks what it saved, and refuses when the counter has moved
on. So a write to a saved storage after the save and before that backward is a **hazard**, and the counter
decides which kind: written through the same counter (the tensor, its views, ``.detach()``) backward raises;
through another or none (``.data``, NumPy, ``x.data = y``) the gradient is silently wrong.

Follow ``out = a.sigmoid(); c = out.data; c.zero_(); out.sum().backward()``::

    verb                      storage  counter  what is kept
    a = tensor(YES)           s1       v1
    out = apply(sigmoid, a)   s2       v2       node1 saves its result: (s2, v2, stamp 1)
    c = share(out, DATA)      s2       v3       no history; its own counter
    apply(zero_, c)           s2       v3       write (s2, v3, stamp 2)
    sum = apply(sum, out)     s4       v4       node2 saves nothing
    backward(sum)                               node2, node1: s2 was written at 2 > 1, by v3, not v2: silent

Every chain from save to backward counts its unknown links (an input that only may require grad, a call whose
inside we cannot see, ``contiguous()`` which may or may not have copied): none is *sure*, one is *possible*.

`records` holds the nouns, `regions` the parts of a storage, and `reports` what comes out; `machine` lists the verbs. Behind them: `operations` (what
is recorded and saved), `views` (histories that follow their base), `writes`, `engine` with `hazards` (backward),
`second_order` with `flow` (``create_graph``), `custom` (Functions, checkpoints), `hooks`, `irregular` (single rules), `signs`, and
`worlds` with `key` (several possible states), and `alternatives` (one of several tensors).
"""

from __future__ import annotations

from .engine import BackwardResult
from .hooks import Call
from .ledger import Ledger
from .machine import Machine
from .records import (
    Grad,
    GradMode,
    Hop,
    Idle,
    Link,
    Loss,
    Made,
    Meta,
    Node,
    Saved,
    Site,
    Tensor,
    TensorId,
    Write,
)
from .regions import BOX, LESS, WHOLE, Range, Selector
from .reports import (
    AutogradError,
    DroppedResult,
    GradientEdited,
    GradientRead,
    Hazard,
    IdleTerm,
    LostWrite,
    Refusal,
    Refused,
    Report,
    SkippedGradient,
    StaleSnapshot,
    UnfilledGradient,
)
from .signs import NO_NUMBERS, Numbers
from .state import Ids

__all__ = [
    "BOX",
    "LESS",
    "NO_NUMBERS",
    "WHOLE",
    "AutogradError",
    "BackwardResult",
    "Call",
    "DroppedResult",
    "Grad",
    "GradMode",
    "GradientEdited",
    "GradientRead",
    "Hazard",
    "Hop",
    "Idle",
    "IdleTerm",
    "Ids",
    "Ledger",
    "Link",
    "Loss",
    "LostWrite",
    "Machine",
    "Made",
    "Meta",
    "Node",
    "Numbers",
    "Range",
    "Refusal",
    "Refused",
    "Report",
    "Saved",
    "Selector",
    "Site",
    "SkippedGradient",
    "StaleSnapshot",
    "Tensor",
    "TensorId",
    "UnfilledGradient",
    "Write",
]
