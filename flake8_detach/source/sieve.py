"""Which files can hold a finding at all: one look for trigger words, before anything is decoded or parsed.

Most files end here, so the look is made of what is fast: plain words first; a regular expression, whose first character
is a fixed one, only where its word is there; the rest of the line only where that matched. It errs on the side of
keeping a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from .writes import BEFORE_TRUE

Files = Literal["any", "torch", "annotated", "writes matter"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Something that a finding needs in the text.

    ``pattern`` cannot match without ``word``; ``before``, if given, must match what stands before it on its line.
    ``files`` says in which kind of file it counts.
    """

    purpose: str
    word: str
    pattern: str
    before: str = ""
    files: Files = "any"


_TORCH_WORDS = ("torch", "lightning", "accelerate", "fastai")
# Where gradients are computed, or will be from what is returned; and memory that PyTorch lets nobody write.
_WRITE_WORDS = (
    "def forward",
    "def training_step",
    "def closure",
    "requires_grad",
    "backward",
    "Parameter(",
    ".parameters()",
    ".weight",
    ".bias",
    "_hook(",
    "expand",
    "broadcast_to(",
    "chunk(",
    "split(",
    "unbind(",
    "unfold(",
    "meshgrid(",
)

OFTEN_DROPPED = (
    "addcdiv|addcmul|bernoulli|clamp|contiguous|cumsum|div|expand|expand_as|fill_diagonal|flatten|index_add|index_copy|"
    "index_fill|log_softmax|masked_fill|masked_scatter|mul|neg|permute|relu|reshape|scatter|scatter_add|sigmoid|softmax|"
    "sqrt|squeeze|tanh|transpose|tril|triu|unflatten|unsqueeze|view|view_as"
)
"""Methods that people call as if they wrote in place, though only the form with an underscore does."""
SELDOM_TENSORS = (
    "add|ceil|clamp_max|clamp_min|clip|cuda|double|exp|float|half|int|lerp|log|long|nan_to_num|pow|round|sub|t|to|"
    "type_as"
)
"""The same among those that sets, modules and numbers have as well: they count on an argument annotated as a tensor."""
ANNOTATED = re.compile(r":[ \t]*[\"']?(?:\w+\.)*Tensor\b")

TRIGGERS: tuple[Trigger, ...] = (
    Trigger(
        "reads and writes through .data",
        "data",
        r"\.[\s\\]*data\b",
        r"(?!(?:[ \t]*(?:import|from)\b.*|.*\btorch\.utils)\Z)",
    ),
    Trigger("detached aliases and cut graphs", "detach", r"detach\w*[ \t]*[(,)]"),
    Trigger("backward passes", "backward", r"backward\w*[ \t]*[(,)]"),
    Trigger("gradients asked for", "autograd", r"autograd\b"),
    Trigger("gradients asked for by a short name", "grad(", r"grad\((?<=\Wgrad\()", files="torch"),
    Trigger("gradients of functions", "grad_and_value(", r"grad_and_value\(", files="torch"),
    Trigger("derivatives of functions", "jacrev(", r"jacrev\(", files="torch"),
    Trigger("what requires a gradient", "requires_grad", r"requires_grad", files="torch"),
    Trigger("memory shared with NumPy", "numpy", r"numpy[ \t]*\((?<!_)", files="torch"),
    Trigger("memory shared through DLPack", "dlpack", r"dlpack", files="torch"),
    Trigger("snapshots", "state_dict()", r"state_dict\(\)", r".*(?:=|\bappend\()", files="torch"),
    Trigger(
        "results that nobody takes",
        "(",
        rf"\.(?:{OFTEN_DROPPED})\(",
        r"[ \t]*\w+(?:\.\w+|\[[^\[\]]*\])*\Z",
        files="torch",
    ),
    Trigger(
        "dropped results of what an argument's annotation calls a tensor",
        "(",
        rf"\.(?:{SELDOM_TENSORS})\(",
        r"[ \t]*\w+\Z",
        files="annotated",
    ),
    Trigger(
        "writes to temporary copies",
        "]",
        r"\][ \t]*(?:\.\w*[a-zA-Z0-9]_\(|\[[^\[\]\n]*\][^=\n]{0,3}=(?!=))",
        files="torch",
    ),
    Trigger(
        "in-place functions and methods",
        "_(",
        r"_\((?<=[a-zA-Z0-9]_\()",
        r"(?!.*(?:\binit\.\w*|\b_\w*|\bdef \w*|share_memory|requires_grad)\Z)",
        files="writes matter",
    ),
    Trigger(
        "in-place operators and item assignment",
        "=",
        r"=(?:(?<=[-+*/@%&|^]=)|(?!=)(?:(?<=\]=)|(?<=\] =)))",
        files="writes matter",
    ),
    Trigger(
        "in-place modules and functions", "inplace", r"inplace[ \t]*=[ \t]*True\b", files="writes matter"
    ),
    Trigger(
        "in-place modules and functions told by position",
        "True",
        r"True[ \t]*\)",
        BEFORE_TRUE,
        files="writes matter",
    ),
    Trigger("results written to given memory", "out", r"out[ \t]*=(?<=\bout=)(?!=)", files="writes matter"),
)

_PATTERNS = tuple(
    (trigger, re.compile(trigger.pattern), re.compile(trigger.before) if trigger.before else None)
    for trigger in TRIGGERS
)


def may_hold_finding(data: bytes | str) -> bool:
    """Whether the file can hold a finding. Bytes need not be decodable."""
    text = data if isinstance(data, str) else data.decode("latin-1")
    kinds: set[Files] = {"any"}
    if any(word in text for word in _TORCH_WORDS):
        kinds.add("torch")
        if "Tensor" in text and ANNOTATED.search(text):
            kinds.add("annotated")
        if any(word in text for word in _WRITE_WORDS):
            kinds.add("writes matter")
    return any(
        _pulled(text, pattern, before)
        for trigger, pattern, before in _PATTERNS
        if trigger.files in kinds and trigger.word in text
    )


def _pulled(text: str, pattern: re.Pattern[str], before: re.Pattern[str] | None) -> bool:
    for match in pattern.finditer(text):
        start = match.start()
        if before is None or before.match(text, text.rfind("\n", 0, start) + 1, start):
            return True
    return False
