"""Plays a step on the machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flake8_detach.autograd import Grad, GradMode, Link, Machine, TensorId
from flake8_detach.library.shapes import contiguous
from flake8_detach.torch_facts.second import hands_on

from .steps import Step, Track, operation
from .vocabulary import FORMS, facts_of

SUM = next(i for i, form in enumerate(FORMS) if str(form) == "Tensor.sum(x)")
CLONE = next(i for i, form in enumerate(FORMS) if str(form) == "Tensor.clone(x)")
SCALE_ = next(i for i, form in enumerate(FORMS) if str(form) == "Tensor.mul_(x, 0.9)")
SET_ = "set_"


@dataclass
class Model:
    """The machine with the tensors of a sequence; `site` is the number of the step."""

    machine: Machine = field(default_factory=Machine)
    slots: list[TensorId] = field(default_factory=list)
    site: int = 0
    ended: int = 0  # the step at which the comparison ended
    before: Machine = field(default_factory=Machine)  # as it was before this step
    track: Track = field(default_factory=Track)
    bare: set[TensorId] = field(default_factory=set)  # results of operations on inference tensors

    @property
    def x(self) -> TensorId:
        """The first tensor of the step."""
        return self.slots[self.track.picks[self.site][0]]

    @property
    def y(self) -> TensorId:
        """The second tensor of the step."""
        return self.slots[self.track.picks[self.site][1]]

    def play(self, step: Step, track: Track) -> list[TensorId]:
        """Play a step, as it went on PyTorch. Raises AutogradError where the machine says so."""
        m, site, self.track = self.machine, self.site, track
        results = track.results[site]
        if step.verb in ("optimizer", "fused_optimizer"):
            for i in track.optimized[site]:
                m.write(site, "step", self.slots[i], library=True, untracked=step.verb != "optimizer")
            return []
        method = getattr(self, f"_{step.verb}", None)
        if method is not None:
            return list(method(step, results))
        if step.verb in LINKS:
            return [m.share(site, step.verb, self.x, LINKS[step.verb])]
        if step.verb in MODES:
            m.set_mode(MODES[step.verb])
            return []
        return list(self._run(step))

    def _apply(self, number: int, x: TensorId, y: TensorId, results: int) -> list[TensorId]:
        facts, slots = facts_of(number)
        form = FORMS[number]
        operands = {i: tuple((x, y)[s] for s in given) for i, given in slots.items()}
        count = results if facts.results < 0 else None
        return list(
            self.machine.apply(self.site, form.name, facts, operands, select=form.select, results=count)
        )

    # -- creation and aliases

    def _leaf(self, step: Step, results: int) -> list[TensorId]:
        return [self.machine.tensor(self.site, "leaf", Grad.YES)]

    def _constant(self, step: Step, results: int) -> list[TensorId]:
        return [self.machine.tensor(self.site, "constant")]

    def _array(self, step: Step, results: int) -> list[TensorId]:
        array = self._numpy(step)
        return [self.machine.share(self.site, "from_numpy", array, Link.FOREIGN)]

    def _dlpack(self, step: Step, results: int) -> list[TensorId]:
        x = self.machine.share(self.site, "detach", self.x, Link.DETACH)
        return [self.machine.share(self.site, "from_dlpack", x, Link.FOREIGN)]

    def _numpy(self, step: Step) -> TensorId:
        x = self.x
        if step.k % 5:
            x = self.machine.share(self.site, "detach", x, Link.DETACH)
        return self.machine.share(self.site, "numpy", x, Link.NUMPY)

    def _parameter(self, step: Step, results: int) -> list[TensorId]:
        made = self.machine.share(self.site, "Parameter", self.x, Link.PARAMETER)
        self.machine.require_grad(made)
        return [made]

    def _copy(self, step: Step, results: int) -> list[TensorId]:
        x = self.x
        made = self.machine.share(self.site, "copy", x, Link.SHALLOW_COPY)
        self.machine.require_grad(made, self.machine.requires_grad(x))
        return [made]

    # -- operations and writes

    def _operate(self, step: Step, results: int) -> list[TensorId]:
        for t, (shape, strides) in zip((self.x, self.y), self.track.layouts.get(self.site, ())):
            of = self.machine.tensors[t]
            meta = replace(
                of.meta, shape=tuple(shape), strides=tuple(strides), contiguous=contiguous(shape, strides)
            )
            self.machine.tensors[t] = replace(of, meta=meta)
        made = self._apply(operation(step), self.x, self.y, results)
        if any(self.machine.tensors[t].inference for t in (self.x, self.y)):
            self.bare.update(made)
        return made

    def _view(self, step: Step, results: int) -> list[TensorId]:
        x, y = self.x, self.y
        facts, _ = facts_of(operation(step))
        kind = self.track.kinds.get(self.site, "view")
        if kind == "whole":
            form, facts = FORMS[operation(step)], hands_on(facts)
            return list(self.machine.apply(self.site, form.name, facts, {0: (x,)}))
        if facts.result != "maybe_view":
            return self._apply(operation(step), x, y, results)
        if kind == "same":
            return [x]
        form = FORMS[operation(step)]
        facts = replace(facts, result="view" if kind == "view" else "new", of=0, identity=False)
        return list(self.machine.apply(self.site, form.name, facts, {0: (x,)}))

    def _write(self, step: Step, results: int) -> list[TensorId]:
        self._apply(operation(step), self.x, self.y, 2)
        return []

    def _through(self, step: Step, link: Link) -> list[TensorId]:
        x = self.machine.share(self.site, link.value, self.x, link)
        self._apply(operation(step), x, self.machine.tensor(self.site, "other"), 2)
        return []

    def _write_detach(self, step: Step, results: int) -> list[TensorId]:
        return self._through(step, Link.DETACH)

    def _write_data(self, step: Step, results: int) -> list[TensorId]:
        return self._through(step, Link.DATA)

    def _write_no_grad(self, step: Step, results: int) -> list[TensorId]:
        before = self.machine.grad_mode
        if before is not GradMode.INFERENCE:
            self.machine.set_mode(GradMode.OFF)
        try:
            self._apply(operation(step), self.x, self.machine.tensor(self.site, "other"), 2)
        finally:
            self.machine.set_mode(before)
        return []

    def _write_numpy(self, step: Step, results: int) -> list[TensorId]:
        self.machine.write(self.site, "array *=", self._numpy(step))
        return []

    def _write_storage(self, step: Step, results: int) -> list[TensorId]:
        whole = self.machine.share(self.site, "storage", self.x, Link.FOREIGN)
        self.machine.tensors[whole] = replace(self.machine.tensors[whole], region=())
        self.machine.write(self.site, "storage", whole)
        return []

    def _rebind(self, step: Step, results: int) -> list[TensorId]:
        self.machine.rebind(self.site, "x.data =", self.x, None)
        return []

    def _rebind_alias(self, step: Step, results: int) -> list[TensorId]:
        self.machine.rebind(self.site, "x.data =", self.x, self.y)
        return []

    def _set_(self, step: Step, results: int) -> list[TensorId]:
        from flake8_detach.torch_facts import method

        operation_ = method(SET_)
        assert operation_ is not None
        bound = operation_.bind(["tensor", "tensor"])
        assert bound is not None
        x = self.machine.share(self.site, "detach", self.x, Link.DETACH)
        new = self.machine.tensor(self.site, "new")
        self.machine.apply(self.site, "set_", bound[0], {0: (x,), 1: (new,)})
        return []

    # -- history

    def _detach_(self, step: Step, results: int) -> list[TensorId]:
        self.machine.detach_(self.site, "detach_", self.x)
        return []

    def _requires_grad_(self, step: Step, results: int) -> list[TensorId]:
        self.machine.require_grad(self.x, site=self.site)
        return []

    def _requires_no_grad_(self, step: Step, results: int) -> list[TensorId]:
        self.machine.require_grad(self.x, Grad.NO, site=self.site, assigned=bool(step.k % 2))
        return []

    def _set_grad_enabled(self, step: Step, results: int) -> list[TensorId]:
        self.machine.set_mode(GradMode.ON if step.k % 2 else GradMode.OFF)
        return []

    # -- backward

    def _backward_two(self, step: Step, results: int) -> list[TensorId]:
        roots = [root for t in (self.x, self.y) for root in self._apply(SUM, t, t, 1)]
        self.machine.backward(self.site, "backward", roots, retain_graph=bool(step.k % 2))
        return []

    def _run(self, step: Step) -> list[TensorId]:
        m, site, x = self.machine, self.site, self.x
        root = x
        if self.track.sums[self.site]:
            (root,) = self._apply(SUM, x, x, 1)
        if step.verb in ("grad", "grad_create"):
            (gradient,) = m.backward(
                site,
                "grad",
                [root],
                inputs=[self.y],
                retain_graph=bool(step.k % 2),
                create_graph=step.verb == "grad_create",
                accumulate=False,
                allow_unused=step.k % 3 == 0,
            ).gradients
            return [gradient] if step.verb == "grad_create" else self._apply(CLONE, gradient, gradient, 1)
        inputs = [self.y] if step.verb == "backward_inputs" else None
        retain = step.verb == "backward_retain"
        create = step.verb == "backward_create"
        m.backward(site, "backward", [root], inputs=inputs, retain_graph=retain, create_graph=create)
        return []

    def _grad_given(self, step: Step, results: int) -> list[TensorId]:
        found = self.machine.backward(
            self.site,
            "grad",
            [self.x],
            inputs=[self.slots[i] for i in self.track.optimized[self.site]],
            retain_graph=True,
            create_graph=True,
            accumulate=False,
            allow_unused=True,
            given=[self.y],
        )
        return list(found.gradients)

    def _zero_grad(self, step: Step, results: int) -> list[TensorId]:
        m, x = self.machine, self.x
        if step.k % 2:
            m.grads.pop(x, None)
            return []
        grad = m.grad(self.site, x)
        if grad is not None:
            m.detach_(self.site, "zero_grad", grad)
            m.write(self.site, "zero_grad", grad, library=True)
        return []

    def _use_grad(self, step: Step, results: int) -> list[TensorId]:
        grad = self.machine.grad(self.site, self.x)
        return [] if grad is None else [grad]

    # -- custom Functions

    def _custom(self, x: TensorId, *, result: bool, dirty: bool = False) -> list[TensorId]:
        m = self.machine
        before = m.set_mode(GradMode.OFF)
        try:
            made = m.tensor(self.site, "result") if result else x
            if dirty:
                self._apply(SCALE_, x, x, 1)
        finally:
            m.set_mode(before)
        return [made]

    def _called(
        self,
        name: str,
        x: TensorId,
        made: list[TensorId],
        *,
        saved: Sequence[TensorId] = (),
        dirty: Sequence[TensorId] = (),
        non_differentiable: Sequence[TensorId] = (),
        since: int | None = None,
    ) -> list[TensorId]:
        outputs = self.machine.apply_custom(
            self.site,
            name,
            [x],
            made,
            saved=saved,
            dirty=dirty,
            non_differentiable=non_differentiable,
            body=f"{name}.backward",
            since=since,
        )
        return list(outputs)

    def _square_function(self, step: Step, results: int) -> list[TensorId]:
        x = self.x
        return self._called("Square", x, self._custom(x, result=True), saved=[x])

    def _exp_function(self, step: Step, results: int) -> list[TensorId]:
        x = self.x
        made = self._custom(x, result=True)
        return self._called("Exp", x, made, saved=made)

    def _inplace_function(self, step: Step, results: int) -> list[TensorId]:
        x, since = self.x, self.machine.moment()
        made = self._custom(x, result=False, dirty=True)
        self._called("Inplace", x, made, dirty=[x], since=since)
        return []

    def _pair_function(self, step: Step, results: int) -> list[TensorId]:
        x, m = self.x, self.machine
        made = [m.tensor(self.site, "result") for _ in range(2)]
        return self._called("Pair", x, made, saved=made, non_differentiable=made[1:])

    def _same_function(self, step: Step, results: int) -> list[TensorId]:
        x = self.x
        return self._called("Same", x, [x], saved=[x])


LINKS = {"detach": Link.DETACH, "data": Link.DATA}
MODES = {"no_grad": GradMode.OFF, "grad_on": GradMode.ON, "inference": GradMode.INFERENCE}
