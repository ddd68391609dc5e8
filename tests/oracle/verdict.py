"""What the oracle says of a program: plain data, no PyTorch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

LineClass = Literal["harmless", "latent", "silent", "error"]
Status = Literal["ok", "syntax", "timeout", "died", "failed"]

SEVERITY: Mapping[LineClass, int] = {"harmless": 0, "latent": 1, "silent": 2, "error": 3}

ErrorKind = Literal[
    "inplace-modified",
    "detached-inplace",
    "no-grad-fn",
    "no-grad-input",
    "unused-input",
    "detach-view",
    "leaf-inplace",
    "view-inplace",
    "out-grad",
    "freed-graph",
    "numpy-grad",
    "other",
]

_MESSAGES: tuple[tuple[str, ErrorKind], ...] = (
    ("modified by an inplace operation", "inplace-modified"),
    ("has been detached in-place", "detached-inplace"),
    ("does not require grad and does not have a grad_fn", "no-grad-fn"),
    ("One of the differentiated Tensors does not require grad", "no-grad-input"),
    ("appears to not have been used in the graph", "unused-input"),
    ("Can't detach views in-place", "detach-view"),
    ("leaf Variable that requires grad", "leaf-inplace"),
    ("is a view and is being modified inplace", "view-inplace"),
    ("is a view and its base or another view", "view-inplace"),
    ("A view was created in", "view-inplace"),
    ("more than one element of the written-to tensor", "view-inplace"),
    ("Inplace update to inference tensor", "view-inplace"),
    ("out=... arguments don't support automatic differentiation", "out-grad"),
    ("backward through the graph a second time", "freed-graph"),
    ("Can't call numpy() on Tensor that requires grad", "numpy-grad"),
)


def error_kind(message: str) -> ErrorKind:
    """Which of PyTorch's refusals a message is; the texts are PyTorch 2.13.0's."""
    for text, kind in _MESSAGES:
        if text in message:
            return kind
    return "other"


@dataclass(frozen=True, slots=True)
class Backward:
    """One entry into the engine by a line of the program, and how it ended."""

    line: int
    error: ErrorKind | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the plain run ended. ``line`` is the program's innermost line, ``stack`` all of them, outermost first."""

    ok: bool
    exception: str | None = None
    kind: ErrorKind | None = None
    line: int | None = None
    message: str | None = None
    stack: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """All lines are the first line of a statement (`statements.statement_starts`)."""

    status: Status
    faithful: bool = False
    lines: Mapping[int, LineClass] = field(default_factory=dict)
    outcome: Outcome = Outcome(ok=False)
    backwards: tuple[Backward, ...] = ()
    refusals: tuple[
        tuple[int, ErrorKind], ...
    ] = ()  # every PyTorch refusal that a line raised, caught or not
    library: frozenset[int] = frozenset()  # lines whose only writes are inside an optimizer or a module
    graph: frozenset[int] = frozenset()  # lines that wrote the memory of a tensor which is part of a graph
    via: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # line -> lines of its callers
    unexecuted: frozenset[int] = frozenset()
    detail: str = ""

    @property
    def usable(self) -> bool:
        """Whether the verdict can be relied on."""
        return self.status == "ok" and self.faithful


def to_json(verdict: Verdict) -> dict[str, Any]:
    """A compact form; what is empty or as usual is left out."""
    outcome = verdict.outcome
    full: dict[str, Any] = {
        "status": verdict.status if verdict.status != "ok" else None,
        "faithful": None if verdict.faithful else False,
        "lines": {str(line): verdict.lines[line] for line in sorted(verdict.lines)},
        "raised": None if outcome.ok else [outcome.exception, outcome.kind, outcome.line, outcome.message],
        "stack": list(outcome.stack),
        "backwards": [[b.line, b.error] if b.error else b.line for b in verdict.backwards],
        "refusals": [list(refusal) for refusal in verdict.refusals],
        "library": sorted(verdict.library),
        "graph": sorted(verdict.graph),
        "via": {str(line): list(verdict.via[line]) for line in sorted(verdict.via)},
        "unexecuted": sorted(verdict.unexecuted),
        "detail": verdict.detail,
    }
    return {key: value for key, value in full.items() if value not in (None, [], {}, "")}


def from_json(data: Mapping[str, Any]) -> Verdict:
    """The inverse of `to_json`."""
    raised = data.get("raised")
    outcome = Outcome(ok=True)
    if raised is not None:
        exception, kind, line, message = raised
        outcome = Outcome(False, exception, kind, line, message, tuple(data.get("stack", ())))
    return Verdict(
        status=data.get("status", "ok"),
        faithful=data.get("faithful", True),
        lines={int(line): kind for line, kind in data.get("lines", {}).items()},
        outcome=outcome,
        backwards=tuple(
            Backward(*item) if isinstance(item, list) else Backward(item, None)
            for item in data.get("backwards", ())
        ),
        refusals=tuple((line, kind) for line, kind in data.get("refusals", ())),
        library=frozenset(data.get("library", ())),
        graph=frozenset(data.get("graph", ())),
        via={int(line): tuple(callers) for line, callers in data.get("via", {}).items()},
        unexecuted=frozenset(data.get("unexecuted", ())),
        detail=data.get("detail", ""),
    )
