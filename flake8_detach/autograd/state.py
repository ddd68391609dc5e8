"""The state of one machine: dictionaries of frozen records, and the few primitives all verbs are made of."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, NoReturn

from ..frozen import replace
from ..pages import Pages
from .ledger import Ledger
from .records import (
    Freed,
    Grad,
    GradMode,
    Hop,
    Loss,
    Made,
    Meta,
    Node,
    NodeId,
    Result,
    Site,
    Tensor,
    TensorId,
    Write,
)
from .regions import Selector
from .reports import AutogradError, Refusal, Refused, Report

if TYPE_CHECKING:
    from typing_extensions import Self


class Ids:
    """The source of numbers and moments. All forks of a machine share it, so that what two worlds create after
    a fork is disjoint and the worlds can be joined."""

    __slots__ = ("crowd", "given", "highest", "last", "taken")

    def __init__(self) -> None:
        self.last = 0
        self.given = 0  # how many there were, those that were given once more included
        self.highest = 0
        self.crowd: int | None = None  # so many worlds at most are kept apart for now, where time runs short
        # choices between alternatives that we are in, each with the place of that taken: a write there only may be this one
        self.taken: tuple[tuple[Hashable, int], ...] = ()

    def rewind(self, to: int) -> None:
        """Give the numbers after `to` once more: a replay of the same steps names the same things."""
        self.highest = max(self.highest, self.last)
        self.last = to

    def as_then(self) -> int:
        """In a replay, run what replays within itself: it goes on with the numbers that it had then. What to tell `as_now`."""
        highest, self.highest = max(self.highest, self.last), self.last
        return highest

    def as_now(self, highest: int) -> None:
        """The end of what ran `as_then`."""
        self.highest = max(self.highest, highest)

    def resume(self) -> None:
        """End a replay: go on with numbers never given."""
        self.last = self.highest = max(self.highest, self.last)


class State:
    """One possible state of autograd. Forking it is cheap: the records are frozen."""

    __slots__ = (
        "bumps",
        "cuts",
        "freed",
        "grad_mode",
        "grads",
        "hooks",
        "ids",
        "ledger",
        "lent",
        "nodes",
        "packing",
        "rebinds",
        "reports",
        "tensors",
        "trail",
        "watched",
        "writes",
    )

    def __init__(self) -> None:
        self.tensors: Pages[Tensor] = Pages()
        self.nodes: Pages[Node] = Pages()
        self.writes: dict[int, tuple[Write, ...]] = {}  # by storage: what changed its contents
        self.bumps: dict[int, tuple[Write, ...]] = {}  # by counter: what moved it
        self.rebinds: dict[TensorId, tuple[Write, ...]] = {}
        self.cuts: dict[TensorId, tuple[Write, ...]] = {}
        self.freed: Mapping[NodeId, Freed] = {}  # shared by forks: a backward puts another in its place
        self.grads: dict[TensorId, TensorId | None] = {}  # leaf -> its .grad; None: there, never looked at
        self.hooks: dict[tuple[str, int, int], tuple[Hashable, ...]] = {}  # see hooks.place_of
        self.lent: frozenset[int] = (
            frozenset()
        )  # storages of gradients that a hook or backward body was given
        self.grad_mode = GradMode.ON
        self.packing = False  # a hook is given what is saved, and backward gets what another makes of it
        self.reports: tuple[Report, ...] = ()
        self.ids = Ids()
        self.ledger = Ledger()  # shared by all forks
        self.trail = (
            0  # a hash of the events so far: worlds in which the same happened may be blurred into one
        )

        self.watched: Pages[bool] = (
            Pages()
        )  # storages that an operation saved or gave: a write there is an event

    def fork(self) -> Self:
        """An independent copy."""
        # Written out, since every statement of a program forks.
        other = type(self).__new__(type(self))
        other.tensors, other.nodes = self.tensors.fork(), self.nodes.fork()
        other.writes, other.bumps = self.writes.copy(), self.bumps.copy()
        other.rebinds, other.cuts = self.rebinds.copy(), self.cuts.copy()
        other.freed, other.grads, other.hooks = self.freed, self.grads.copy(), self.hooks.copy()
        other.watched = self.watched.fork()
        other.lent, other.grad_mode, other.reports = self.lent, self.grad_mode, self.reports
        other.packing = self.packing
        other.ids, other.ledger, other.trail = self.ids, self.ledger, self.trail
        return other

    def fresh(self) -> int:
        """A number no record of this machine has."""
        self.ids.last += 1
        self.ids.given += 1
        return self.ids.last

    def tick(self) -> int:
        """The next moment; saves and writes are ordered by it."""
        self.ids.last += 1
        self.ids.given += 1
        return self.ids.last

    def event(self, *what: object) -> None:
        """Note that something happened which later verdicts depend on."""
        self.trail = hash((self.trail, *what))

    # -- records

    def new_tensor(
        self,
        site: Site,
        label: str,
        requires_grad: Grad,
        *,
        of: Tensor | None = None,
        counter: int | None = None,
        base: TensorId | None = None,
        region: tuple[Selector, ...] = (),
        hops: tuple[Hop, ...] = (),
        maybes: frozenset[int] = frozenset(),
        meta: Meta | None = None,
        made: Made = Made.PLAIN,
        losses: tuple[Loss, ...] = (),
        free: bool = False,
    ) -> TensorId:
        """A tensor object on memory of its own, or on that of `of` through `counter`.

        `free`: in normal mode it may be written though `of` was made in inference mode.
        """
        number = self.fresh()
        inference = self.grad_mode is GradMode.INFERENCE if of is None else of.inference
        self.tensors[number] = Tensor(
            storage=of.storage if of is not None else self.fresh(),
            counter=counter if of is not None else self.fresh(),
            requires_grad=requires_grad,
            node=None,
            base=base,
            region=region,
            hops=hops,
            maybes=maybes,
            created=self.tick(),
            site=site,
            label=label,
            made=made,
            meta=meta if meta is not None else Meta(),
            valid=self.ids.last,
            inference=inference,
            frozen=inference and (not free or self.grad_mode is GradMode.INFERENCE),
            losses=losses,
            counted=of.counted | (maybes - of.maybes)
            if of is not None and counter == of.counter
            else frozenset(),
        )
        return number

    def add_node(self, node: Node) -> NodeId:
        """Enter a recorded operation. Its number also says its turn: backward runs the latest first."""
        number = self.fresh()
        self.nodes[number] = node
        for result in node.results:
            self.watched[result.storage] = True
        return number

    def adopt(self, t: TensorId, node: NodeId, requires_grad: Grad, output: int = 0) -> None:
        """Give a tensor `node` as its grad_fn."""
        self.tensors[t] = replace(
            self.tensors[t], node=node, requires_grad=requires_grad, output=output, valid=self.tick()
        )

    def result_of(self, t: TensorId) -> Result:
        """The memory a tensor sees now."""
        of = self.tensors[t]
        return Result(t, of.storage, of.region, of.maybes)

    # -- reports

    def report(self, *reports: Report) -> None:
        """Add to what this world has to say."""
        if reports:
            self.reports = (*self.reports, *reports)

    def refuse(
        self,
        refusal: Refusal,
        site: Site,
        label: str,
        tensor: Tensor | None = None,
        *,
        causes: tuple[Loss | Write | Site, ...] = (),
    ) -> NoReturn:
        """Report that PyTorch raises here. Raises AutogradError, always."""
        self.report(Refused(refusal, site, label, tensor, causes))
        raise AutogradError(refusal)
