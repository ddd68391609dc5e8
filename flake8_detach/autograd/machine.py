"""The verbs: what a program does to tensors. Each says what PyTorch makes of it, and where it raises."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from flake8_detach.torch_facts import OpFacts

from ..frozen import replace
from . import copies, custom, engine, hooks, operations, terms, unrecorded, views, worlds, writes
from .engine import BackwardResult, Request, run_backward
from .key import key as key_of
from .ledger import note_swap
from .questions import NOTHING_DOUBTFUL
from .records import NO_CLAIM, Grad, GradMode, Hop, Idle, Link, Loss, Meta, NodeId, Site, TensorId
from .regions import Selector
from .reports import Refusal
from .saving import Call
from .signs import NO_NUMBERS, Numbers
from .state import State


class Machine(State):
    """One possible state of autograd. Every verb takes the site where the program does it."""

    __slots__ = ()

    # -- creation and aliases

    def tensor(
        self, site: Site, label: str, requires_grad: Grad = Grad.NO, meta: Meta | None = None
    ) -> TensorId:
        """A new leaf with memory of its own."""
        return self.new_tensor(site, label, requires_grad, meta=meta)

    def share(
        self,
        site: Site,
        label: str,
        source: TensorId,
        link: Link,
        select: Selector = None,
        *,
        whole: bool = True,
    ) -> TensorId:
        """A new tensor object without history on the memory of `source` (detach, data, numpy, from_numpy …).

        Raises AutogradError for ``numpy()`` of a tensor that requires grad.
        """
        of = self.tensors[source]
        needs = views.requires_grad(self, source)
        if link is Link.NUMPY and needs is Grad.YES and self.grad_mode is GradMode.ON:
            self.refuse(Refusal.NUMPY, site, label, of)
        counter = of.counter
        if link.fresh_counter:
            counter = None if link is Link.NUMPY else self.fresh()
        shared = self.new_tensor(
            site,
            label,
            Grad.NO,
            of=of,
            counter=counter,
            region=of.region if whole else (*of.region, select),
            hops=(*of.hops, Hop(link, site, label)),
            maybes=of.maybes | {self.fresh()} if link is Link.MAYBE else of.maybes,
            meta=of.meta,
            losses=of.losses if needs is Grad.NO else (Loss(link.value, site, label),),
            free=True,
        )
        if link is Link.DATA:
            self.ledger.aliased.add(of.storage)
        if whole and link is not Link.MAYBE:
            copies.pass_on(self, shared, source)
        terms.cut(self, shared, source, Loss(link.value, site, label))
        return shared

    def describe(self, target: TensorId, meta: Meta) -> None:
        """Say what is known of a tensor's form; one of integers or booleans has no history."""
        of = replace(self.tensors[target], meta=meta)
        if not meta.differentiable:
            of = replace(of, node=None, requires_grad=Grad.NO)
        self.tensors[target] = of

    def note_copy(self, target: TensorId, source: TensorId) -> None:
        """Say that `target`, made just now, has the contents that `source` has."""
        copied = copies.of_source(self, source)
        self.tensors[target] = replace(self.tensors[target], copied=copied)

    def add_idle(self, target: TensorId, idle: Iterable[Idle], *, constant: bool = False) -> None:
        """Say that `target` has these idle terms as well; with `constant`, that it is nothing else."""
        terms.add(self, target, tuple(idle), constant)

    def keeps_path(self, idle: Idle, other: TensorId) -> bool:
        """Does a sum with `other` keep a path to what was cut?"""
        return terms.keeps_path(self, idle, {other})

    # -- operations

    def apply(
        self,
        site: Site,
        label: str,
        op: OpFacts,
        operands: Mapping[int, Sequence[TensorId]],
        *,
        select: Sequence[Selector] = (None,),
        results: int | None = None,
        library: bool = False,
        forms: Sequence[Meta | None] = (),
        doubtful: Mapping[TensorId, Grad] = NOTHING_DOUBTFUL,
        numbers: Numbers = NO_NUMBERS,
    ) -> tuple[TensorId, ...]:
        """Run an operation whose facts are known on `operands`, tensors by parameter index.

        `select` says which part of its base each view result sees, `forms` what is known of each result's form,
        `results` how many there are where the facts leave it to the call, `doubtful` which operands are one of several
        that an argument may be, `numbers` the other arguments of a write. Raises AutogradError where PyTorch refuses for certain.
        """
        call = Call(
            site, label, op, operands, select, results, forms, library, doubtful=doubtful, numbers=numbers
        )
        return operations.apply(self, call)

    def apply_unknown(
        self,
        site: Site,
        label: str,
        inputs: Iterable[TensorId],
        requires_grad: Grad = Grad.MAYBE,
        *,
        layer: bool = False,
        parameters: Iterable[TensorId] = (),
        looked: bool = True,
        doubtful: Mapping[TensorId, Grad] = NOTHING_DOUBTFUL,
    ) -> TensorId:
        """A call whose inside we cannot see: its result may depend on, and may have kept, any direct input.

        Where nobody has `looked` inside, though one could, no claim rests on what it may have kept. A `layer` is a module of a class we do not know: gradients do pass through it, whatever it keeps of its
        input and its `parameters`.
        """
        return operations.apply_unknown(
            self, site, label, inputs, requires_grad, layer, parameters, 1 if looked else NO_CLAIM, doubtful
        )

    def apply_custom(
        self,
        site: Site,
        label: str,
        inputs: Sequence[TensorId],
        results: Sequence[TensorId],
        *,
        saved: Sequence[TensorId] = (),
        kept: Sequence[TensorId] = (),
        dirty: Sequence[TensorId] = (),
        non_differentiable: Sequence[TensorId] = (),
        body: Hashable,
        since: int | None = None,
        unread: bool = False,
        ignored: Sequence[frozenset[int]] = (),
    ) -> tuple[TensorId, ...]:
        """The end of ``Function.apply``: its forward has run unrecorded and gave back `results`.

        `saved` went to ``ctx.save_for_backward``, `kept` are tensors stored as attributes of ``ctx`` (whose version
        nobody compares), `body` comes back in BackwardResult.calls when backward runs the Function, `since` is the
        moment before its forward; with `unread`, its backward does not ask for what was saved; `ignored` are, of each that was
        saved, the inputs whose gradients do not read its contents. Gives the tensors the caller of ``apply`` sees. Raises
        AutogradError where PyTorch refuses for certain.
        """
        call = custom.CustomCall(
            site, label, inputs, results, saved, kept, dirty, non_differentiable, body, since, unread, ignored
        )
        return custom.apply_custom(self, call)

    def checkpoint(
        self,
        site: Site,
        label: str,
        *,
        since: int,
        inputs: Sequence[TensorId],
        results: Sequence[TensorId],
        reentrant: bool = False,
    ) -> None:
        """The end of ``checkpoint(function, *inputs)``, whose function ran recorded, after the moment `since`.

        Nothing it computed is kept: backward runs it again, from its inputs, whose versions are compared, and from
        whatever else it reads, as that is by then, with no comparison.
        """
        custom.checkpoint(self, site, label, since=since, inputs=inputs, results=results, reentrant=reentrant)

    def read_since(self, since: int) -> list[TensorId]:
        """The tensors from before the moment `since` that what was recorded after it leads to, or keeps."""
        return custom.read_since(self, since)

    def doubt(self, since: int) -> None:
        """What was recorded after the moment `since` only may have kept what its facts say."""
        custom.doubt(self, since)

    # -- writes

    def write(
        self,
        site: Site,
        label: str,
        target: TensorId,
        *,
        library: bool = False,
        untracked: bool = False,
        unknown: int = 0,
    ) -> None:
        """An in-place mutation which autograd does not record (NumPy, optimizers, library routines)."""
        writes.log(self, site, label, target, library=library, untracked=untracked, unknown=unknown)

    def rebind(
        self,
        site: Site,
        label: str,
        target: TensorId,
        source: TensorId | None,
        *,
        library: bool = False,
    ) -> None:
        """``target.data = source``: the object keeps its counter and history and sees other memory.

        `library`: by a library routine (``vector_to_parameters``, ``module.half()``).
        """
        writes.rebind(self, site, label, target, source, library=library)

    def replace_storage(self, target: TensorId, source: TensorId | None) -> None:
        """``target.set_(source)``: the object sees other memory from now on."""
        of = self.tensors[target]
        new = self.tensors[source] if source is not None else None
        note_swap(self, target)
        self.tensors[target] = replace(
            of,
            storage=new.storage if new else self.fresh(),
            region=new.region if new else (),
            maybes=new.maybes if new else frozenset(),
            copied=(),
        )

    def detach_(self, site: Site, label: str, target: TensorId) -> None:
        """Cut the tensor itself out of its graph. Raises AutogradError on a view."""
        writes.detach_(self, site, label, target)

    # -- requires_grad, grad mode, hooks

    def set_mode(self, mode: GradMode) -> GradMode:
        """Switch grad mode; returns the mode before."""
        before, self.grad_mode = self.grad_mode, mode
        return before

    def set_packing(self, packing: bool) -> bool:
        """Begin or end to hand what is saved to a hook; returns what was before."""
        before, self.packing = self.packing, packing
        return before

    def requires_grad(self, target: TensorId) -> Grad:
        """``target.requires_grad``: a view also requires grad when its base does."""
        return views.requires_grad(self, target)

    def require_grad(
        self, target: TensorId, flag: Grad = Grad.YES, *, site: Site = None, assigned: bool = False
    ) -> None:
        """``requires_grad_()``, or with `assigned` ``requires_grad = …``.

        Only a leaf can be told not to require grad, and only a leaf's flag can be assigned. What only may have a history
        is taken for a leaf: of what has one, nobody asks for what is so already. Given a site, raises AutogradError
        where PyTorch refuses for certain.
        """
        of = self.tensors[target]
        if self.ids.taken and of.node is None:
            flag = of.requires_grad.join(flag)
        if of.node is not None and of.requires_grad is Grad.MAYBE and flag is Grad.YES:
            of = replace(of, node=None, output=0, guessed=True)
        if of.node is None:
            losses = of.losses if flag is Grad.NO else ()
            self.tensors[target] = replace(of, requires_grad=flag, losses=losses)
        elif site is not None and of.requires_grad is Grad.YES and (assigned or flag is Grad.NO):
            self.refuse(Refusal.NOT_LEAF, site, of.label, of)

    def unrecord(self, target: TensorId | None) -> None:
        """It turns out that `target` does not require grad; of None, that nothing so far was recorded."""
        unrecorded.unrecord(self, target)

    def doubt_leaf(self, target: TensorId) -> None:
        """What is taken for a leaf that requires grad may be none: writes to it are not refused for certain."""
        self.tensors[target] = replace(self.tensors[target], guessed=True)

    def retain_grad(self, target: TensorId) -> None:
        """``target.retain_grad()``."""
        self.tensors[target] = replace(self.tensors[target], retains=True)

    def doubt_constants(self, targets: Iterable[TensorId], *, beside: bool) -> None:
        """Something unseen was given these, and what is not seen `beside` them: should it write one, a history may come with what
        is written."""
        given = list(targets)
        if self.grad_mode.records and (beside or any(self.requires_grad(t) is not Grad.NO for t in given)):
            for target in given:
                of = self.tensors[target]
                if of.requires_grad is Grad.NO and of.meta.differentiable and not of.frozen:
                    self.tensors[target] = replace(of, requires_grad=Grad.MAYBE)

    def grad(self, site: Site, target: TensorId) -> TensorId | None:
        """``target.grad``: the tensor that backward adds to; None where nothing was accumulated."""
        if target not in self.grads:
            return None
        found = self.grads[target]
        if found is None:
            found = self.new_tensor(site, f"{self.tensors[target].label}.grad", Grad.NO)
            # It was made by the backward, whatever the mode in which it is first looked at.
            self.tensors[found] = replace(self.tensors[found], inference=False, frozen=False)
            self.grads[target] = found
        return found

    def register_hook(
        self, site: Site, label: str, target: TensorId, token: Hashable, *, after: bool = False
    ) -> None:
        """``target.register_hook``; with `after`, ``register_post_accumulate_grad_hook``.

        `token` comes back in BackwardResult.calls. Raises AutogradError where PyTorch refuses for certain.
        """
        hooks.register(self, site, label, target, token, after=after)

    # -- backward

    def backward(
        self,
        site: Site,
        label: str,
        roots: Sequence[TensorId],
        *,
        inputs: Sequence[TensorId] | None = None,
        retain_graph: bool | None = False,
        create_graph: bool = False,
        accumulate: bool = True,
        allow_unused: bool = False,
        unknown: int = 0,
        given: Sequence[TensorId | None] = (),
    ) -> BackwardResult:
        """Run backward from `roots`: report every hazard, free the graph, accumulate gradients.

        `inputs` restricts it to the paths that reach them; without `accumulate` it is ``autograd.grad`` and gives
        their gradients. ``retain_graph=None`` is not known. `given`: the gradients given for the roots. Raises AutogradError where PyTorch raises for certain.
        """
        self.event("backward", site)
        request = Request(
            site, label, roots, inputs, retain_graph, create_graph, accumulate, allow_unused, unknown, given
        )
        return run_backward(self, request)

    def go_on(self, site: Site, label: str, result: BackwardResult, *, below: NodeId, since: int) -> None:
        """A backward goes on after the program's own code ran in it, from the moment `since`: what that code wrote,
        the nodes of a number `below` that, which run later, may have saved. Raises AutogradError where PyTorch raises for certain."""
        engine.go_on(self, site, label, result, below=below, since=since)

    def lend(self, gradients: Iterable[TensorId]) -> None:
        """From now on a hook or backward body runs, which was given `gradients`: with none, it has ended."""
        given = [self.tensors[t] for t in gradients]
        self.lent = frozenset(of.storage for of in given if of.requires_grad is Grad.NO)
        self.ledger.foreign.update(of.storage for of in given)

    # -- several worlds

    def join(self, other: Machine) -> Machine:
        """This machine, having taken in `other`, which was forked from the same ancestor.

        What happened in one of the two only, is one unknown link from now on.
        """
        worlds.join(self, other)
        return self

    def key(self, live: Sequence[TensorId]) -> Hashable:
        """A canonical key of all that futures of the `live` tensors can see: alike worlds have equal keys."""
        return key_of(self, live)

    def prune(self, live: Sequence[TensorId]) -> None:
        """Drop the records that no live tensor leads to."""
        worlds.prune(self, live)

    def moment(self) -> int:
        """Now; what is created later has a greater number."""
        return self.ids.last
