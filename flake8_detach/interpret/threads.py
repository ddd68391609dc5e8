"""Threads, pools of threads and tasks: what is handed to one runs where it is started, since it has run when it is waited for.

A thread begins with grad mode on, whatever it is where it is started. What it raises is not raised there, and it may never end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..autograd import GradMode
from ..frozen import replace
from ..values import NONE, Arguments, Instance, Native, Raised, Ref, Table, Value, World
from ..values.unseen import one_of
from .raising import names_of

if TYPE_CHECKING:
    from .choices import Outcome
    from .interpreter import Interpreter

THREAD, EXECUTOR, POOL, FUTURE = (
    "threading.Thread",
    "concurrent.futures.ThreadPoolExecutor",
    "multiprocessing.pool.ThreadPool",
    "concurrent.futures.Future",
)
GROUP = "asyncio.TaskGroup"
RESULT = "<result>"
"""What came of a future: the result, or a `FAILED` with what was raised."""
FAILED, ERROR = "<failed>", "<error>"
Action = Callable[[], Value]
Handler = Callable[["Interpreter", Ref, Arguments], Value | None]


def apart(interp: Interpreter, action: Action) -> Value:
    """Do something in a thread of its own: what comes of it, a `FAILED` where it raises. Of one that never ends, nothing is seen."""

    def compute() -> list[Outcome]:
        start = interp.world.fork()
        mode = interp.machine.set_mode(GradMode.ON)
        flow = interp.outcomes(interp.world, action)
        for world, _ in flow.raised:
            world.outcome = world.add(Instance(FAILED, {ERROR: world.outcome}))
        ended: list[World] = interp.joined([*flow.normal, *(world for world, _ in flow.raised)])
        for world in ended:
            world.machine.set_mode(mode)
        if not ended:
            start.outcome = NONE
            ended = [start]
        return [(world, world.outcome, None) for world in ended]

    unit, node, calls = interp.unit, interp.node, interp.calls
    value = interp.choose(compute)
    interp.unit, interp.node, interp.calls = unit, node, calls
    return value


# -- threads


def _thread(interp: Interpreter, arguments: Arguments) -> Value:
    """``Thread(target=f, args=(), kwargs={})``."""
    names = ("group", "target", "name", "args", "kwargs")
    given = {name: arguments.get(place, name) for place, name in enumerate(names)}
    return interp.world.add(
        Instance(THREAD, {f"<{name}>": value for name, value in given.items() if value is not None})
    )


def _run(interp: Interpreter, thread: Ref, arguments: Arguments) -> Value:
    thing = interp.world.get(thread)
    target = thing.attributes.get("<target>", NONE) if isinstance(thing, Instance) else NONE
    if not isinstance(thing, Instance) or target == NONE:
        return NONE
    found = interp.elements(thing.attributes["<args>"]) if "<args>" in thing.attributes else None
    table = interp.world.get(thing.attributes.get("<kwargs>", NONE))
    named = {str(k.value): v for k, v in table.items.items()} if isinstance(table, Table) else {}
    if found is not None and not found.exact:
        return interp.call(target, Arguments((), named, one_of(interp, found.values)))
    return interp.call(target, Arguments(found.values if found is not None else (), named))


def _start(interp: Interpreter, thread: Ref, arguments: Arguments) -> Value:
    apart(interp, lambda: interp.method(thread, "run", Arguments()))
    return NONE


def _nothing(interp: Interpreter, receiver: Ref, arguments: Arguments) -> Value:
    return NONE


# -- pools


def _made(cls: str) -> Callable[[Interpreter, Arguments], Value]:
    return lambda interp, arguments: interp.world.add(Instance(cls))


def _future(interp: Interpreter, action: Action) -> Value:
    result = apart(interp, action)
    return interp.world.add(Instance(FUTURE, {RESULT: result}))


def _submit(interp: Interpreter, pool: Ref, arguments: Arguments) -> Value | None:
    """``pool.submit(f, *args, **kwargs)``."""
    if not arguments.positional:
        return None
    function, rest = arguments.positional[0], arguments.behind_first()
    return _future(interp, lambda: interp.call(function, rest))


def _apply(interp: Interpreter, pool: Ref, arguments: Arguments) -> Value | None:
    """``pool.apply_async(f, args, kwargs)``."""
    if not arguments.positional:
        return None
    function, *more = arguments.positional
    given = dict(zip(("<args>", "<kwargs>"), more))
    given |= {f"<{name}>": v for name, v in arguments.keywords.items() if name in ("args", "kwds")}
    held = interp.world.add(Instance(THREAD, {"<target>": function, **given}))
    return _future(interp, lambda: _run(interp, held, Arguments()))


def _all(interp: Interpreter, each: str, arguments: Arguments) -> Action:
    """The results of a function for each row of arguments."""
    rows = replace(arguments, keywords={})
    return lambda: interp.call(Native("builtins.list"), Arguments((interp.call(Native(each), rows),)))


def _map(each: str, kind: str) -> Handler:
    def run(interp: Interpreter, pool: Ref, arguments: Arguments) -> Value | None:
        if len(arguments.positional) < 2:
            return None
        if kind == "list":  # a pool's third argument is a number of chunks
            arguments = replace(arguments, positional=arguments.positional[:2])
        made = apart(interp, _all(interp, each, arguments))
        if _error(interp, made) is not None:
            return interp.world.opaque("results")
        return interp.call(Native(f"builtins.{kind}"), Arguments((made,)))

    return run


def _map_async(each: str) -> Handler:
    def run(interp: Interpreter, pool: Ref, arguments: Arguments) -> Value | None:
        return _future(interp, _all(interp, each, arguments)) if len(arguments.positional) > 1 else None

    return run


def _result(interp: Interpreter, future: Ref, arguments: Arguments) -> Value:
    thing = interp.world.get(future)
    assert isinstance(thing, Instance)
    found = thing.attributes[RESULT]
    error = _error(interp, found)
    if error is not None:
        raise Raised(error, names_of(interp, error))
    return found


def _error(interp: Interpreter, value: Value) -> Value | None:
    thing = interp.world.get(value)
    return thing.attributes[ERROR] if isinstance(thing, Instance) and thing.cls == FAILED else None


def _called_back(interp: Interpreter, future: Ref, arguments: Arguments) -> Value:
    function = arguments.get(0, "fn")
    if function is not None:
        apart(interp, lambda: interp.call(function, Arguments((future,))))
    return NONE


def _completed(interp: Interpreter, arguments: Arguments) -> Value | None:
    """``as_completed(futures)``: all of them have run."""
    found = interp.elements(arguments.positional[0]) if arguments.positional else None
    return interp.sequence("iterator", found.values) if found is not None and found.exact else None


# -- tasks


def _task(interp: Interpreter, arguments: Arguments) -> Value | None:
    """``asyncio.create_task(coroutine())``, which has run where it was called; of a task it is the task."""
    value = next(iter(arguments.every()), None)
    if value is None or _is_future(interp, value):
        return value
    return interp.world.add(Instance(FUTURE, {RESULT: value}))


def _is_future(interp: Interpreter, value: Value) -> bool:
    thing = interp.world.get(value)
    return isinstance(thing, Instance) and thing.cls == FUTURE


def awaited(interp: Interpreter, value: Value) -> Value:
    """``await value``: of a task, its result."""
    return (
        _result(interp, value, Arguments()) if isinstance(value, Ref) and _is_future(interp, value) else value
    )


def _gathered(interp: Interpreter, arguments: Arguments) -> Value:
    return interp.sequence("list", [awaited(interp, v) for v in arguments.positional], arguments.rest)


OBJECTS: dict[str, dict[str, Handler]] = {
    THREAD: {"start": _start, "run": _run, "join": _nothing},
    GROUP: {"create_task": lambda interp, group, arguments: _task(interp, arguments)},
    FUTURE: {"result": _result, "get": _result, "wait": _nothing, "add_done_callback": _called_back},
    EXECUTOR: {"submit": _submit, "map": _map("builtins.map", "iter"), "shutdown": _nothing},
    POOL: {
        "apply_async": _apply,
        "map": _map("builtins.map", "list"),
        "starmap": _map("itertools.starmap", "list"),
        "imap": _map("builtins.map", "iter"),
        "imap_unordered": _map("builtins.map", "iter"),
        "map_async": _map_async("builtins.map"),
        "starmap_async": _map_async("itertools.starmap"),
        "close": _nothing,
        "terminate": _nothing,
        "join": _nothing,
    },
}
FUNCTIONS: dict[str, Callable[[Interpreter, Arguments], Value | None]] = {
    THREAD: _thread,
    EXECUTOR: _made(EXECUTOR),
    POOL: _made(POOL),
    "multiprocessing.dummy.Pool": _made(POOL),
    "concurrent.futures.as_completed": _completed,
    GROUP: _made(GROUP),
    "asyncio.create_task": _task,
    "asyncio.ensure_future": _task,
    "asyncio.gather": _gathered,
}


def method(interp: Interpreter, receiver: Value, name: str, arguments: Arguments) -> Value | None:
    """A method that a thread of a class of the program has from ``threading.Thread``."""
    if name != "start" or not isinstance(receiver, Ref) or THREAD not in interp.class_names(receiver):
        return None
    return _start(interp, receiver, arguments)
