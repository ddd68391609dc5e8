"""The interpreter: one evaluator over many worlds.

Expressions are evaluated in Python's order in the *current* world (`world`), in direct style. Statements take a
list of worlds and give back a `Flow`. What connects the two is `outcomes`: a simple statement is run once for
each combination of outcomes of the calls inside it. A call of a function of the program which may end in
several worlds is a *choice point*: its first outcome is taken at once, and for each further one the statement is
run again from a copy of the world before it, taking that outcome without running the call again. Numbers are
given in order, so what the replay evaluates before the choice point is the same to the number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import libcst as cst

from .. import library
from ..autograd import AutogradError, Machine, TensorId
from ..frozen import replace
from ..settings import NOTHING_DECLARED, Declared
from ..source.units import TooComplex
from ..values import (
    NONE,
    Arguments,
    Code,
    Elements,
    Frame,
    Function,
    Instance,
    Items,
    OneOf,
    Raised,
    Ref,
    Value,
    World,
    options,
)
from ..values.walked import walked_in
from . import alternatives, enums
from .assign import augmented
from .blocks import run_body
from .calls import call_method, call_native, call_value
from .choices import ChoicePoints, Outcome
from .classes import find_on_class, native_bases
from .contexts import Block, deferred, is_generator
from .expressions import EXPRESSIONS
from .flow import FEWER_WORLDS, OutOfSteps, merged, merged_raised
from .items import read_item, write_item
from .iteration import elements
from .names import YIELDED
from .objects import read_attribute, write_attribute
from .operators import binary
from .places import Place
from .remembered import Remembered
from .sources import source_of, written
from .statements import STATEMENTS
from .truth import truth_of
from .unknown_calls import tensors_in, unknown_call
from .watch import Watch

N = TypeVar("N")

MOST_CALLS = 14
"""How deep calls are followed into; when half the budget is gone, only `FEW_CALLS` deep."""
CALLS_OF_PART = 3
"""The same for what is only a part of a program, and hands out what it computes."""
FEW_CALLS = 2


NODES_A_STEP = 50
"""So many recorded operations are joined with those of another world in the time of a step."""


TELLS_BASES = re.compile(r"__init_subclass__|__subclasses__|\(type\):")
"""Classes are told of, or asked for, those that descend from them."""
FREEZES = re.compile(r"requires_grad_?[ \t]*(?:=|\()[ \t]*False\b")
"""Parameters are told not to require grad."""


class Interpreter(ChoicePoints):
    """Interprets the definitions of one file. See the module's docstring for how."""

    statements = STATEMENTS

    def __init__(
        self,
        source: Any,
        budget: int,
        watched: frozenset[str] = frozenset(),
        declared: Declared = NOTHING_DECLARED,
    ) -> None:
        super().__init__()
        self.declared = declared
        self.source = source
        self.making: dict[int, Ref] = {}  # classes being made, by the namespace that a metaclass is given
        self.tells_bases = TELLS_BASES.search(source.text) is not None
        self.freezes = FREEZES.search(source.text) is not None
        self.walked = walked_in(source.text)
        self.budget = budget
        self.allowed = budget  # the budget of what is analysed now
        self.watch = Watch(watched)
        self.steps = 0
        self.deepest = MOST_CALLS
        self.left_out: list[tuple[str, int]] = []  # definitions that nest too deep to be parsed
        # what generators that are stopped have entered, by their frame and the item of the block: the context manager, and its token
        self.stopped_in: dict[tuple[int, int], tuple[Value, Any]] = {}
        self.endless: list[World] = []  # worlds in which a loop goes on for ever
        self.since = 0  # the moment when a definition that is analysed by itself was entered
        self.blocks: dict[
            int, Block
        ] = {}  # with-blocks by the frame of the generator that will yield to them
        self.follow: frozenset[str] | None = None  # while the module's body runs: what to follow into
        self.unit: Any = None
        self.node: Any = None
        self.calls: tuple[Place, ...] = ()
        self.waiting: dict[Code, Function] = {}  # defined inside a function, and not called so far
        self.entered: set[int] = set()  # indexes of the definitions that were followed into
        self.codes: dict[tuple[int, int], Code] = {}
        self.handling: list[
            tuple[int, str]
        ] = []  # handlers we are in: a frame, and what keeps the exception there
        self.guards = 0  # try blocks and unknown contexts we are in: where raising may be what is wanted
        self.remembered = Remembered()
        self._site = Place(None, None)
        self._definitions: dict[int, Code] = {}
        self.indexes: dict[Code, int] = {}

    @property
    def nothing(self) -> Value:
        """None, as a value."""
        return NONE

    # -- where we are

    @property
    def site(self) -> Place:
        """The place of the operation being interpreted."""
        last = self._site  # mostly it is asked for several times
        if last.node is not self.node or last.unit is not self.unit or last.calls is not self.calls:
            last = self._site = Place(self.unit, self.node, self.calls)
        return last

    @property
    def machine(self) -> Machine:
        """The current world's autograd."""
        return self.world.machine

    def step(self, times: int = 1) -> None:
        """Count a step, or what took as long as so many. Raises OutOfSteps at the budget's end."""
        before = 4 * self.steps // self.allowed
        self.steps += times
        quarter = 4 * self.steps // self.allowed
        if quarter > before:
            self.machine.ids.crowd = FEWER_WORLDS[min(quarter, 3) - 1]
        if self.steps > self.allowed:
            raise OutOfSteps

    def joined(self, worlds: list[World]) -> list[World]:
        """`worlds`, those that are alike made one. Raises OutOfSteps: to join long histories takes as long as many steps."""
        if len(worlds) < 2:
            return worlds
        kept = merged(worlds)
        if len(kept) < len(worlds):
            self.step((len(worlds) - len(kept)) * len(kept[0].machine.nodes) // NODES_A_STEP)
        return kept

    @property
    def in_part(self) -> bool:
        """Is it a part of a program that is analysed, which hands out what it computes?"""
        return self.deepest == CALLS_OF_PART

    def most_calls(self) -> int:
        """How deep calls are followed into at present."""
        return self.deepest if self.steps < self.allowed // 2 else FEW_CALLS

    # -- definitions

    def code_of(self, definition: Any) -> Code:
        """The code of a definition of the file, parsed when first needed."""
        code = self._definitions.get(definition.index)
        if code is None:
            source, left_out = self.source, self.left_out

            def load() -> tuple[Any, Any]:
                try:
                    unit = source.unit(definition)
                except TooComplex as reason:
                    left_out.append((definition.qualified_name, reason.line))
                    return None, None
                return unit.node, unit

            code = self._definitions[definition.index] = Code(definition.name, load)
            self.indexes[code] = definition.index
        return code

    def source_of(self, code: Code) -> str:
        """See Runtime.source_of."""
        return source_of(self, code)

    def generates(self, code: Code) -> bool:
        """Is this definition a generator?"""
        known = self.remembered.generators.get(code)
        if known is None:
            text = written(self, code)  # a look at it tells of most that they are none
            may_yield = text is None or "yield" in text
            known = self.remembered.generators[code] = may_yield and is_generator(code.node)
        return known

    def enter(self, code: Code) -> None:
        """Note that a definition was followed into."""
        self.waiting.pop(code, None)
        index = self.indexes.get(code)
        # What a part of a program calls through others is not followed to its end there, so it gets its own turn.
        if index is not None and (not self.in_part or len(self.calls) <= 1):
            self.entered.add(index)

    # -- expressions

    def evaluate(self, node: cst.BaseExpression) -> Value:
        """The value of an expression in the current world. Raises Raised where the program raises."""
        self.step()
        return EXPRESSIONS[type(node)](self, node)

    def each(self, value: Value, action: Callable[[Value], Value]) -> Value:
        """See `alternatives.each`."""
        return alternatives.each(self, value, action) if isinstance(value, OneOf) else action(value)

    # -- attributes

    def attribute(self, value: Value, name: str) -> Value:
        """Read an attribute of a value."""
        return self.each(value, lambda v: read_attribute(self, v, name))

    def set_attribute(self, value: Value, name: str, new: Value) -> None:
        """Assign an attribute of a value."""
        weak = isinstance(value, OneOf)

        def write(choice: Value) -> Value:
            write_attribute(self, choice, name, new, weak)
            return NONE

        self.each(value, write)

    # -- items and operators, as functions of the library see them

    def item(self, value: Value, index: Value) -> Value:
        """Read ``value[index]``."""
        return self.each(value, lambda v: self.each(index, lambda i: read_item(self, v, i)))

    def set_item(self, value: Value, index: Value, new: Value) -> None:
        """``value[index] = new``."""
        write_item(self, value, index, new)

    def binary(self, symbol: str, left: Value, right: Value) -> Value:
        """``left symbol right``."""
        return binary(self, symbol, left, right)

    def augmented(self, symbol: str, old: Value, value: Value) -> Value:
        """What ``old symbol= value`` binds to the name of `old`."""
        return augmented(self, symbol, old, value)

    # -- calls

    def called_at_once(self, name: str, arguments: Arguments) -> Value:
        """What an imported function that hands on elements gives, these computed now."""
        return call_native(self, name, arguments)

    def call(self, function: Value, arguments: Arguments) -> Value:
        """Call a value."""
        return self.each(function, lambda f: call_value(self, f, arguments))

    def method(self, receiver: Value, name: str, arguments: Arguments) -> Value:
        """Call a method of a value."""
        return self.each(receiver, lambda r: call_method(self, r, name, arguments))

    def native(self, action: Callable[[], N]) -> N:
        """Run a library handler, turning PyTorch's refusals into exceptions of the program."""
        try:
            return action()
        except AutogradError as error:
            value = self.world.add(Instance("builtins.RuntimeError"))
            raise Raised(
                value, ("builtins.RuntimeError", "builtins.Exception", "builtins.BaseException")
            ) from error

    def unknown_call(
        self,
        label: str,
        arguments: Arguments,
        layer: bool = False,
        *,
        proved: bool = True,
        looked: bool = True,
        changes: bool = True,
    ) -> Value:
        """See `unknown_calls.unknown_call`."""
        return unknown_call(self, label, arguments, layer, proved=proved, looked=looked, changes=changes)

    def tensors_in(self, values: Sequence[Value], deep: bool = True) -> list[TensorId]:
        """See Runtime.tensors_in."""
        return tensors_in(self, values, deep)

    def sequence(self, kind: str, items: Sequence[Value], rest: Value | None = None) -> Ref:
        """A new list, tuple or set."""
        return self.world.add(Items(kind, list(items), rest))

    # -- what is known of a value

    def truth(self, value: Value) -> bool | None:
        """Is the value true? None: not known."""
        known = {self._truth_of(choice) for choice in options(value)}
        return known.pop() if len(known) == 1 else None

    def _truth_of(self, value: Value) -> bool | None:
        thing = self.world.get(value)
        if isinstance(thing, Instance) and isinstance(thing.cls, str):
            held = library.iterate_instance(self, value)
            if held is not None:  # a list or dict of modules
                return bool(held.values) if held.exact else None
        return truth_of(self.world, value)

    def elements(self, value: Value) -> Elements:
        """Iterate over a value."""
        return elements(self, value)

    def class_attribute(self, value: Value, name: str) -> Value | None:
        """An attribute found on an object's class or its bases, if the program defines it."""
        thing = self.world.get(value)
        cls = thing.cls if isinstance(thing, Instance) else enums.class_of(value)
        if not isinstance(cls, int):
            return None
        found = find_on_class(self, cls, name)
        if found is None:
            return None
        member, owner = found
        return replace(member, owner=owner) if isinstance(member, Function) else member

    def class_names(self, value: Value) -> tuple[str, ...]:
        """See Runtime.class_names."""
        return native_bases(self, value)

    # -- functions of the program

    def run_function(
        self, function: Function, frame: Frame, body: cst.BaseSuite | cst.BaseExpression
    ) -> Value:
        """Run a function's body in a new frame; a choice point when it ends in several worlds. A generator waits until it
        is consumed."""
        if self.generates(function.code):
            return deferred(self, function, frame)
        return self._run(function, lambda: self.world.add(frame).id, body, generates=False)

    def run_generator_whole(self, generator: Instance) -> Value:
        """Run a generator's body to its end; what it yields."""
        function, frame = generator.attributes["<function>"], generator.attributes["<frame>"]
        assert isinstance(function, Function) and isinstance(frame, Ref)
        return self._run(function, lambda: frame.id, function.code.node.body, generates=True)

    def _run(
        self,
        function: Function,
        frame: Callable[[], int],
        body: cst.BaseSuite | cst.BaseExpression,
        *,
        generates: bool,
    ) -> Value:
        caller = self.unit, self.node, self.calls
        place = self.site

        def compute() -> list[Outcome]:
            world = self.world
            frames = world.frames
            aside = world.fork() if _runs_beside(function.code.node) else None
            number = frame()
            world.frames = (*frames, number)
            self.calls = (*caller[2], place)
            self.unit = function.code.unit
            try:
                flow = run_body(self, body, world)
            finally:
                self.unit, self.node, self.calls = caller
            for fallen in flow.normal:
                fallen.outcome = fallen.outcome if isinstance(body, cst.BaseExpression) else NONE
            if generates:
                for left in (*flow.returned, *flow.normal):
                    collected = left.frame.variables.get(YIELDED)
                    left.outcome = collected if collected is not None else left.add(Items("iterator"))
            ended = self.joined([*flow.returned, *flow.normal])
            outcomes: list[Outcome] = [(w, w.outcome, None) for w in ended]
            outcomes += [(w, w.outcome, names) for w, names in merged_raised(flow.raised)]
            if not outcomes and aside is not None:
                return [(aside, NONE, None)]
            for w, _, _ in outcomes:
                w.frames = frames
                w.conditions = {c: held for c, held in w.conditions.items() if c[0] != number}
            return outcomes

        value = self.choose(compute)
        self.unit, self.node, self.calls = caller
        return value


def _runs_beside(node: Any) -> bool:
    """Does what calls it go on though it may never end?"""
    return isinstance(node, cst.FunctionDef) and node.asynchronous is not None
