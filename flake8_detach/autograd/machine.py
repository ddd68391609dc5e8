"""The verbs: what a program does to tensors, and what autograd makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..torch_facts import OpFacts
from .engine import BackwardResult, run_backward
from .records import (
    Edge,
    Grad,
    GradMode,
    Hop,
    Link,
    Meta,
    Node,
    NodeId,
    Result,
    Saved,
    Selector,
    Site,
    Tensor,
    TensorId,
    Write,
)
from .reports import AutogradError, Refusal, Refused, Report


class Ids:
    """The source of numbers and moments. All forks of a machine share it, so that what two worlds create after
    a fork is disjoint and the worlds can be joined."""

    __slots__ = ("last",)

    def __init__(self) -> None:
        self.last = 0


class Machine:
    """One possible state of autograd. Forking it is cheap: the records are frozen."""

    __slots__ = (
        "cuts",
        "freed",
        "grad_mode",
        "grads",
        "ids",
        "nodes",
        "rebinds",
        "reports",
        "tensors",
        "trail",
        "writes",
    )

    def __init__(self) -> None:
        self.tensors: dict[TensorId, Tensor] = {}
        self.nodes: dict[NodeId, Node] = {}
        self.writes: dict[int, tuple[Write, ...]] = {}  # by storage
        self.rebinds: dict[TensorId, tuple[Write, ...]] = {}
        self.cuts: dict[TensorId, tuple[Write, ...]] = {}
        self.freed: dict[NodeId, Site] = {}
        self.grads: dict[TensorId, TensorId | None] = {}  # leaf -> its .grad; None: there, never looked at
        self.grad_mode = GradMode.ON
        self.reports: tuple[Report, ...] = ()
        self.ids = Ids()
        self.trail = 0  # a hash of the events so far: worlds in which the same happened may be blurred into one

    # -- worlds

    def fork(self) -> Machine:
        """An independent copy."""
        other = Machine.__new__(Machine)
        for name in Machine.__slots__:
            value = getattr(self, name)
            setattr(other, name, dict(value) if isinstance(value, dict) else value)
        return other

    def fresh(self) -> int:
        """A number no record of this machine has."""
        self.ids.last += 1
        return self.ids.last

    def tick(self) -> int:
        """The next moment; saves and writes are ordered by it."""
        self.ids.last += 1
        return self.ids.last

    def event(self, *what: object) -> None:
        """Note that something happened which later verdicts depend on."""
        self.trail = hash((self.trail, *what))

    def set_mode(self, mode: GradMode) -> GradMode:
        """Switch grad mode; returns the mode before."""
        before, self.grad_mode = self.grad_mode, mode
        return before

    # -- creation and aliases

    def tensor(
        self, site: Site, label: str, requires_grad: Grad = Grad.NO, meta: Meta | None = None
    ) -> TensorId:
        """A new leaf with memory of its own."""
        return self._new(
            site, label, self.fresh(), self.fresh(), requires_grad, meta=meta if meta is not None else Meta()
        )

    def share(
        self, site: Site, label: str, source: TensorId, link: Link, select: Selector = None, whole: bool = True
    ) -> TensorId:
        """A new tensor object without history on the memory of `source` (detach, data, numpy, from_numpy …)."""
        of = self.tensors[source]
        counter = self.fresh() if link.fresh_counter else of.counter
        if link is Link.NUMPY:
            counter = None
        region = of.region if whole else (*of.region, select)
        return self._new(
            site,
            label,
            of.storage,
            counter,
            Grad.NO,
            region=region,
            hops=(*of.hops, Hop(link, site, label)),
            maybes=of.maybes,
            meta=of.meta,
        )

    def _new(
        self,
        site: Site,
        label: str,
        storage: int,
        counter: int | None,
        requires_grad: Grad,
        *,
        node: NodeId | None = None,
        base: TensorId | None = None,
        region: tuple[Selector, ...] = (),
        hops: tuple[Hop, ...] = (),
        maybes: frozenset[int] = frozenset(),
        meta: Meta,
        multi_view: bool = False,
    ) -> TensorId:
        number = self.fresh()
        self.tensors[number] = Tensor(
            storage=storage,
            counter=counter,
            requires_grad=requires_grad,
            node=node,
            base=base,
            region=region,
            hops=hops,
            maybes=maybes,
            created=self.tick(),
            site=site,
            label=label,
            multi_view=multi_view,
            meta=meta,
        )
        return number

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
    ) -> tuple[TensorId, ...]:
        """Run an operation whose facts are known on `operands`, tensors by parameter index.

        `select` says which part of its base each view result sees. Raises AutogradError where PyTorch
        refuses for certain.
        """
        inputs = {i: ts for i, ts in operands.items() if i in op.differentiable}
        need = Grad.NO
        for tensors in inputs.values():
            for t in tensors:
                need |= self.tensors[t].requires_grad
        for index in op.writes:
            for target in operands.get(index, ()):
                if op.result != "input":  # an out= argument
                    self._refuse_out(site, label, target, need)
                else:
                    self._refuse_write(site, label, target, need)
        recorded = self.grad_mode is not GradMode.OFF and need is not Grad.NO
        doubt = 1 if recorded and self.grad_mode is GradMode.UNKNOWN else 0
        stamp = self.tick()
        saved: list[Saved] = []
        edges: tuple[Edge, ...] = ()
        in_place = op.result == "input" and bool(op.writes)
        if recorded:
            edges = self._edges([t for ts in inputs.values() for t in ts])
            for entry in op.saves:
                if isinstance(entry.item, str):
                    continue
                unknown = self._sake(inputs, entry.sake)
                if unknown is None:
                    continue
                for t in operands.get(entry.item, ()):
                    if in_place and entry.item in op.writes:
                        continue  # the operation keeps a private copy of what it overwrites
                    name = op.parameters[entry.item] if entry.item < len(op.parameters) else "an argument"
                    saved.append(self._saved(t, stamp, name, own=entry.own, unknown=unknown + doubt))
        for index in op.writes:
            for target in operands.get(index, ()):
                self._log(site, label, target, recorded=recorded and in_place, library=library)
        outputs = self._outputs(site, label, op, operands, select, results, need if recorded else Grad.NO)
        if not recorded:
            return outputs
        stamp = self.tick()
        for entry in op.saves:
            if isinstance(entry.item, str):
                unknown = self._sake(inputs, entry.sake)
                number = int(entry.item.removeprefix("result") or 0)
                if unknown is not None and number < len(outputs):
                    saved.append(
                        self._saved(
                            outputs[number], stamp, "result", own=False, unknown=unknown + doubt, result=True
                        )
                    )
        self._record(site, label, edges, tuple(saved), outputs, op, need)
        return outputs

    def apply_unknown(
        self, site: Site, label: str, inputs: Iterable[TensorId], requires_grad: Grad = Grad.MAYBE
    ) -> TensorId:
        """A call whose inside we cannot see: its result may depend on, and may have kept, any direct input."""
        inputs = list(dict.fromkeys(inputs))
        need = requires_grad
        for t in inputs:
            need |= Grad.MAYBE if self.tensors[t].requires_grad is Grad.YES else self.tensors[t].requires_grad
        if self.grad_mode is GradMode.OFF:
            need = Grad.NO
        result = self.tensor(site, label, need)
        if need is Grad.NO:
            return result
        stamp = self.tick()
        edges = tuple(replace(e, unknown=1) for e in self._edges(inputs))
        saved = [self._saved(t, stamp, "an argument", own=True, unknown=1) for t in inputs]
        saved.append(self._saved(result, stamp, "result", own=False, unknown=1, result=True))
        node = self._add(Node(label, site, stamp, edges, tuple(saved), (self.result_of(result),), True, 0))
        self.tensors[result] = replace(self.tensors[result], node=node)
        return result

    def _edges(self, inputs: Sequence[TensorId]) -> tuple[Edge, ...]:
        """Where gradients flow to. The backward that runs proves only that one input requires grad."""
        candidates = [t for t in dict.fromkeys(inputs) if self.tensors[t].requires_grad is not Grad.NO]
        sure = [t for t in candidates if self.tensors[t].requires_grad is Grad.YES]
        only = len(candidates) == 1
        return tuple(
            Edge(t, self.tensors[t].node, 0 if only or t in sure else 1)
            for t in candidates
        )

    def _sake(self, inputs: Mapping[int, Sequence[TensorId]], sake: tuple[int, ...]) -> int | None:
        """Unknown links before a tensor kept for the gradient of `sake` is kept; None: it is not."""
        grads = {i: Grad.NO for i in inputs}
        for i, tensors in inputs.items():
            for t in tensors:
                grads[i] |= self.tensors[t].requires_grad
        wanted = [grads.get(i, Grad.NO) for i in sake] if sake else list(grads.values())
        if Grad.YES in wanted:
            return 0
        if Grad.MAYBE not in wanted:
            return None
        others = [g for i, g in grads.items() if sake and i not in sake]
        return 1 if any(g is not Grad.NO for g in others) else 0

    def _saved(
        self, t: TensorId, stamp: int, name: str, *, own: bool, unknown: int, result: bool = False
    ) -> Saved:
        of = self.tensors[t]
        return Saved(
            tensor=t,
            storage=of.storage,
            counter=of.counter,
            region=of.region,
            maybes=of.maybes,
            stamp=stamp,
            own=own and not result,
            is_result=result,
            name=name,
            had_history=not result and of.requires_grad is Grad.YES and of.node is not None,
            unknown=unknown,
        )

    def _outputs(
        self,
        site: Site,
        label: str,
        op: OpFacts,
        operands: Mapping[int, Sequence[TensorId]],
        select: Sequence[Selector],
        results: int | None,
        need: Grad,
    ) -> tuple[TensorId, ...]:
        count = results if results is not None else max(op.results, 0)
        if op.result == "input" and op.of is not None and operands.get(op.of):
            return tuple(operands[op.of])
        if op.result in ("none", "value"):
            return ()
        out: list[TensorId] = []
        for k in range(count):
            grad = need if k in op.differentiable_results or count > len(op.differentiable_results) > 0 else Grad.NO
            if k not in op.differentiable_results and count <= op.results:
                grad = Grad.NO
            if op.result in ("view", "maybe_view") and op.of is not None and operands.get(op.of):
                sources = operands[op.of]
                source = sources[k] if len(sources) == count and count > 1 else sources[0]
                part = select[k] if k < len(select) else None
                out.append(self._view(site, label, source, part, op, grad))
            else:
                out.append(self._new(site, label, self.fresh(), self.fresh(), grad, meta=Meta()))
        return tuple(out)

    def _view(
        self, site: Site, label: str, source: TensorId, part: Selector, op: OpFacts, grad: Grad
    ) -> TensorId:
        of = self.tensors[source]
        maybe = op.result == "maybe_view"
        base = None if maybe else (of.base if of.base is not None else source)
        return self._new(
            site,
            label,
            of.storage,
            of.counter,
            grad,
            base=base,
            region=(*of.region, part),
            hops=(*of.hops, Hop(Link.MAYBE if maybe else Link.VIEW, site, label)),
            maybes=of.maybes | {self.fresh()} if maybe else of.maybes,
            meta=replace(of.meta, contiguous=None, ndim=None),
            multi_view=op.multi_view,
        )

    def _record(
        self,
        site: Site,
        label: str,
        edges: tuple[Edge, ...],
        saved: tuple[Saved, ...],
        outputs: Sequence[TensorId],
        op: OpFacts,
        need: Grad,
    ) -> None:
        """Give the outputs their history; an in-place operation on a view also rebases its base."""
        live = [t for t in outputs if self.tensors[t].requires_grad is not Grad.NO or op.result == "input"]
        results = tuple(self.result_of(t) for t in live)
        node = self._add(Node(label, site, self.ids.last, edges, saved, results, op.freed, 0))
        for t in live:
            was = self.tensors[t]
            self.tensors[t] = replace(was, node=node, requires_grad=need | was.requires_grad)
            if op.result == "input":
                self._rebase(t, node, need)

    def _rebase(self, written: TensorId, node: NodeId, need: Grad) -> None:
        """An in-place operation on one view of a base is seen through the base and all its views."""
        base = self.tensors[written].base
        root = written if base is None else base
        family = [t for t, of in self.tensors.items() if of.base == root or t == root]
        if len(family) == 1:
            return
        old = self.tensors[root]
        whole = node
        if root != written and old.node is not None:
            edges = (Edge(written, node, 0), Edge(root, old.node, 0))
            whole = self._add(Node("in-place on a view", self.nodes[node].site, self.ids.last, edges, (), (), False))
        for t in family:
            of = self.tensors[t]
            self.tensors[t] = replace(
                of, node=node if t == written else whole, requires_grad=need | of.requires_grad
            )

    def result_of(self, t: TensorId) -> Result:
        of = self.tensors[t]
        return Result(t, of.storage, of.region, of.maybes)

    def adopt(self, t: TensorId, node: NodeId, requires_grad: Grad) -> None:
        """Give a tensor `node` as its grad_fn."""
        self.tensors[t] = replace(self.tensors[t], node=node, requires_grad=requires_grad)

    def _add(self, node: Node) -> NodeId:
        number = self.fresh()
        self.nodes[number] = node
        return number

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
        self._log(site, label, target, recorded=False, library=library, untracked=untracked, unknown=unknown)

    def _log(
        self,
        site: Site,
        label: str,
        target: TensorId,
        *,
        recorded: bool,
        library: bool = False,
        untracked: bool = False,
        unknown: int = 0,
    ) -> None:
        of = self.tensors[target]
        write = Write(
            stamp=self.tick(),
            site=site,
            label=label,
            target=target,
            storage=of.storage,
            counter=None if untracked else of.counter,
            region=of.region,
            maybes=of.maybes,
            hops=of.hops,
            recorded=recorded,
            library=library,
            unknown=unknown,
        )
        self.event("write", site)
        self.writes[of.storage] = (*self.writes.get(of.storage, ()), write)

    def rebind(self, site: Site, label: str, target: TensorId, source: TensorId | None) -> None:
        """``target.data = source``: the object keeps its counter and history and sees other memory
        (VariableHooks::set_data in torch/csrc/autograd/variable.cpp)."""
        of = self.tensors[target]
        write = Write(
            stamp=self.tick(),
            site=site,
            label=label,
            target=target,
            storage=of.storage,
            counter=None,
            region=of.region,
            maybes=of.maybes,
            hops=(*of.hops, Hop(Link.DATA, site, ".data")),
            recorded=False,
            library=False,
            rebinds=True,
        )
        self.event("rebind", site)
        self.rebinds[target] = (*self.rebinds.get(target, ()), write)
        new = self.tensors[source] if source is not None else None
        self.tensors[target] = replace(
            of,
            storage=new.storage if new else self.fresh(),
            region=new.region if new else (),
            maybes=new.maybes if new else frozenset(),
            meta=new.meta if new else Meta(),
            hops=(Hop(Link.DATA, site, ".data"),),
        )

    def detach_(self, site: Site, label: str, target: TensorId) -> None:
        """Cut the tensor itself out of its graph. Raises AutogradError on a view."""
        of = self.tensors[target]
        if of.base is not None:
            self.refuse(Refusal.DETACH_VIEW, site, label, of)
        cut = Write(
            stamp=self.tick(),
            site=site,
            label=label,
            target=target,
            storage=of.storage,
            counter=None,
            region=of.region,
            maybes=of.maybes,
            hops=of.hops,
            recorded=False,
            library=False,
            cuts=True,
        )
        self.event("cut", site)
        self.cuts[target] = (*self.cuts.get(target, ()), cut)
        self.tensors[target] = replace(of, node=None, requires_grad=Grad.NO)

    def require_grad(self, target: TensorId, flag: Grad = Grad.YES) -> None:
        """``requires_grad_()``: only a leaf can be told not to require grad."""
        of = self.tensors[target]
        if of.node is None:
            self.tensors[target] = replace(of, requires_grad=flag)

    def describe(self, target: TensorId, meta: Meta) -> None:
        """Say what is known of a tensor's form."""
        self.tensors[target] = replace(self.tensors[target], meta=meta)

    # -- refusals

    def refuse(
        self, refusal: Refusal, site: Site, label: str, tensor: Tensor | None = None, node: Node | None = None
    ) -> None:
        """Report that PyTorch raises here. Raises AutogradError, always."""
        self.report(Refused(refusal, site, label, tensor, (), node))
        raise AutogradError(refusal)

    def report(self, *reports: Report) -> None:
        """Add to what this world has to say."""
        self.reports = (*self.reports, *reports)

    def _refuse_write(self, site: Site, label: str, target: TensorId, need: Grad) -> None:
        """check_inplace and handle_view_on_rebase of torch/csrc/autograd (VariableTypeUtils.h)."""
        if self.grad_mode is not GradMode.ON:
            return
        of = self.tensors[target]
        if of.requires_grad is Grad.YES and of.node is None:
            self.refuse(Refusal.LEAF_WRITE, site, label, of)
        base = self.tensors[of.base] if of.base is not None else None
        if base is not None and base.node is None and base.requires_grad is Grad.YES:
            self.refuse(Refusal.LEAF_VIEW_WRITE, site, label, of)
        if of.multi_view and (need is Grad.YES or of.requires_grad is Grad.YES):
            self.refuse(Refusal.PART_WRITE, site, label, of)

    def _refuse_out(self, site: Site, label: str, target: TensorId, need: Grad) -> None:
        of = self.tensors[target]
        if self.grad_mode is GradMode.ON and Grad.YES in (of.requires_grad, need):
            self.refuse(Refusal.OUT_REQUIRES_GRAD, site, label, of)

    # -- backward

    def backward(
        self,
        site: Site,
        label: str,
        roots: Sequence[TensorId],
        *,
        inputs: Sequence[TensorId] | None = None,
        retain_graph: bool = False,
        create_graph: bool = False,
        accumulate: bool = True,
        unknown: int = 0,
    ) -> BackwardResult:
        """Run backward from `roots`: report every hazard, free the graph, accumulate gradients.

        `inputs` restricts it to the paths that reach them. Raises AutogradError where PyTorch raises for
        certain.
        """
        self.event("backward", site)
        return run_backward(
            self,
            site,
            label,
            roots,
            inputs=inputs,
            retain_graph=retain_graph,
            create_graph=create_graph,
            accumulate=accumulate,
            unknown=unknown,
        )
