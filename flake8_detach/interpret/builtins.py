"""Python's own functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .. import library
from ..values import (
    FALSE,
    NONE,
    TRUE,
    TRUTH,
    Arguments,
    ClassObject,
    Const,
    Frame,
    Function,
    Instance,
    Items,
    Method,
    Native,
    Opaque,
    Raised,
    Ref,
    Super,
    Table,
    TensorRef,
    Value,
    options,
)
from ..values.asked import asked_by, flag
from . import attributes, enums
from .classes import lineage, native_bases, wholly_known
from .containers import length, make_sequence
from .escape import may_be_rebound, may_be_reset
from .iterators import (
    any_or_all,
    extreme,
    following,
    iterator,
    make_enumerate,
    make_filter,
    make_map,
    make_range,
    make_reversed,
    make_sorted,
    make_zip,
    total,
)
from .names import global_frame
from .raising import raised
from .special import as_text, special, tested
from .tables import make_table, table_of_keys

if TYPE_CHECKING:
    from .interpreter import Interpreter

NUMERIC: dict[str, Callable[..., Any]] = {
    "abs": abs,
    "round": round,
    "divmod": divmod,
    "pow": lambda a, b: a**b if abs(b) <= 64 else None,
}
LARGEST_NUMBER = 10_000
CLASSES = {"int": int, "float": float, "str": str, "bool": bool, "bytes": bytes, "complex": complex}


def call_builtin(interp: Interpreter, name: str, arguments: Arguments) -> Value | None:
    """Call a builtin function; None where the library of Python's own has nothing on it."""
    handler = BUILTINS.get(name)
    if handler is not None:
        return handler(interp, arguments)
    owner, _, method = name.rpartition(".")
    if owner in UNBOUND and arguments.positional:
        return interp.method(arguments.positional[0], method, arguments.behind_first())
    if name.endswith(("Error", "Exception", "Warning")) or name in ("StopIteration", "KeyboardInterrupt"):
        return interp.world.add(Instance(f"builtins.{name}"))
    return interp.native(lambda: library.call(interp, f"builtins.{name}", arguments))


def _isinstance(interp: Interpreter, arguments: Arguments) -> Value:
    value, classes = arguments.get(0), arguments.get(1)
    if value is None or classes is None:
        return interp.world.opaque(TRUTH)
    results = {is_of(interp, choice, classes) for choice in options(value)}
    answer = results.pop() if len(results) == 1 else None
    return interp.world.opaque(TRUTH) if answer is None else Const(answer)


def is_of(interp: Interpreter, value: Value, classes: Value) -> bool | None:
    group = interp.world.get(classes)
    if isinstance(group, Items):
        answers = [is_of(interp, value, c) for c in group.items]
        return True if True in answers else (None if None in answers or group.rest else False)
    thing = interp.world.get(value)
    if isinstance(thing, Opaque) and not thing.shown:
        return None
    member = enums.is_of(interp, value, classes)
    if member is not None:
        return member
    target = interp.world.get(classes)
    if isinstance(target, ClassObject):
        thing = interp.world.get(interp.world.kept_on(value) or value)
        if not isinstance(thing, Instance):
            return False
        if isinstance(thing.cls, str):
            return False
        if isinstance(classes, Ref) and classes.id in {n for n, _ in lineage(interp, thing.cls)}:
            return True
        return None if library.is_structural(native_bases(interp, classes)) else False
    if not isinstance(classes, Native):
        return None
    name = classes.name
    if name.startswith("builtins."):
        short = name.removeprefix("builtins.")
        if isinstance(value, Const):
            return isinstance(value.value, CLASSES[short]) if short in CLASSES else False
        if isinstance(thing, Items):
            return short == thing.kind
        if isinstance(thing, Table):
            return short == "dict"
        return False
    return library.is_instance(interp, value, name)


def _issubclass(interp: Interpreter, arguments: Arguments) -> Value:
    cls, of = arguments.get(0), arguments.get(1)
    if cls is None or of is None:
        return interp.world.opaque(TRUTH)
    group = interp.world.get(of)
    answers = [_descends(interp, cls, each) for each in (group.any() if isinstance(group, Items) else [of])]
    answer = True if True in answers else (None if None in answers else False)
    return interp.world.opaque(TRUTH) if answer is None else Const(answer)


def _descends(interp: Interpreter, cls: Value, of: Value) -> bool | None:
    if not isinstance(cls, Ref) or not isinstance(interp.world.get(cls), ClassObject):
        return None
    if isinstance(interp.world.get(of), ClassObject):
        if any(Ref(number) == of for number, _ in lineage(interp, cls.id)):
            return True
        return False if wholly_known(interp, cls.id) or library.is_module(interp, cls) else None
    return True if isinstance(of, Native) and of.name in interp.class_names(cls) else None


def _callable(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    if isinstance(value, Function | Method) or isinstance(interp.world.get(value or NONE), ClassObject):
        return TRUE
    if isinstance(value, Const | TensorRef) or isinstance(interp.world.get(value or NONE), Items | Table):
        return FALSE
    if value is not None and (
        interp.class_attribute(value, "__call__") is not None or library.is_module(interp, value)
    ):
        return TRUE
    return interp.world.opaque(TRUTH)


def _computed(name: str) -> Callable[[Interpreter, Arguments], Value | None]:
    """A function of numbers, where they are known."""

    def run(interp: Interpreter, arguments: Arguments) -> Value | None:
        given = [v.value for v in arguments.positional if type(v) is Const]
        if len(given) != len(arguments.every()) or not all(_is_small(each) for each in given):
            return None
        try:
            result = NUMERIC[name](*given)
        except (TypeError, ValueError, ArithmeticError):
            return None
        if isinstance(result, tuple):
            return interp.sequence("tuple", [Const(part) for part in result])
        return Const(result)

    return run


def _is_small(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) <= LARGEST_NUMBER


def _type(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    thing = interp.world.get(value) if value is not None else None
    if isinstance(thing, Instance):
        return Ref(thing.cls) if isinstance(thing.cls, int) else Native(thing.cls)
    return interp.world.opaque("a class")


def _super(interp: Interpreter, arguments: Arguments) -> Value:
    owner, receiver = arguments.get(0), arguments.get(1)
    if isinstance(owner, Ref) and isinstance(interp.world.get(owner), ClassObject) and receiver is not None:
        return Super(receiver, owner.id)
    return interp.world.opaque("super()")


def _bool(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    truth = interp.truth(tested(interp, value)) if value is not None else False
    if truth is not None:
        return Const(truth)
    asked = asked_by(interp.world, value) if value is not None else None
    return interp.world.opaque(TRUTH) if asked is None else flag(interp.world, asked)


def _number(name: str) -> Callable[[Interpreter, Arguments], Value]:
    def convert(interp: Interpreter, arguments: Arguments) -> Value:
        value = arguments.get(0)
        own = special(interp, value, name) if value is not None else None
        if own is None and name == "str" and value is not None:
            own = special(interp, value, "repr")
        if own is not None:
            return own
        if isinstance(value, Const) and name == "str":
            text = enums.text_of(value)
            return Const(text) if text is not None else interp.world.opaque("a string")
        if isinstance(value, Const):
            try:
                return Const(CLASSES[name](value.value))
            except (TypeError, ValueError, OverflowError) as error:
                raise raised(interp, type(error).__name__) from error
        if name == "float" and isinstance(value, TensorRef):
            return interp.method(value, "__float__", Arguments())
        return interp.world.opaque("a number" if name != "str" else "a string")

    return convert


def _identity(interp: Interpreter, arguments: Arguments) -> Value:
    """``id(x)``: of tensors a number of their own, which tells them apart (``{id(p) for p in ...}``)."""
    value = arguments.get(0)
    return (
        Const(FIRST_IDENTITY + value.id) if isinstance(value, TensorRef) else interp.world.opaque("a number")
    )


def _print(interp: Interpreter, arguments: Arguments) -> Value:
    for value in arguments.positional:
        as_text(interp, value)
    return NONE


def _repr(interp: Interpreter, arguments: Arguments) -> Value:
    value = arguments.get(0)
    own = special(interp, value, "repr") if value is not None else None
    return interp.world.opaque("a string") if own is None else own


def _abs(interp: Interpreter, arguments: Arguments) -> Value | None:
    value = arguments.get(0)
    if value is None:
        return None
    known = _computed("abs")(interp, arguments)
    if known is not None:
        return known
    own = special(interp, value, "abs")
    return own if own is not None else interp.native(lambda: library.unary(interp, "abs", value))


def _globals(interp: Interpreter, arguments: Arguments) -> Value:
    """``globals()``: the module's names as they are now."""
    frame = interp.world.heap[global_frame(interp)]
    assert isinstance(frame, Frame)
    known: dict[Const, Value] = {Const(n): v for n, v in frame.variables.items() if n.isidentifier()}
    return interp.world.add(Table(known, interp.world.opaque("a global")))


def _exec(interp: Interpreter, arguments: Arguments) -> Value:
    """``exec(text)``: what it does with all that can be named here is not known."""
    number: int | None = interp.world.frames[-1]
    while number is not None:
        frame = interp.world.heap[number]
        assert isinstance(frame, Frame)
        may_be_reset(interp, [v for n, v in frame.variables.items() if n.isidentifier()])
        may_be_rebound(interp.world, number)
        number = frame.parent
    return NONE


def _exit(interp: Interpreter, arguments: Arguments) -> Value:
    raise Raised(NONE, ("builtins.SystemExit", "builtins.BaseException"))


FIRST_IDENTITY = 1 << 46
"""Where the numbers begin that tensors are told apart by: no program writes such a number down."""
UNBOUND = frozenset({"list", "dict", "set"})
"""Classes whose methods may be called with their object as the first argument: ``list.append(xs, x)``."""
BUILTINS: dict[str, Callable[[Interpreter, Arguments], Value | None]] = {
    "len": length,
    "range": make_range,
    "list": make_sequence("list"),
    "tuple": make_sequence("tuple"),
    "set": make_sequence("set"),
    "frozenset": make_sequence("set"),
    "dict": make_table,
    "dict.fromkeys": table_of_keys,
    "zip": make_zip,
    "enumerate": make_enumerate,
    "reversed": make_reversed,
    "sorted": make_sorted,
    "sum": total,
    "min": extreme(False),
    "max": extreme(True),
    "isinstance": _isinstance,
    **attributes.FUNCTIONS,
    "iter": iterator,
    "next": following,
    "map": make_map,
    "filter": make_filter,
    "type": _type,
    "super": _super,
    "bool": _bool,
    "int": _number("int"),
    "float": _number("float"),
    "str": _number("str"),
    "repr": _repr,
    "id": _identity,
    "print": _print,
    "any": any_or_all(True),
    "all": any_or_all(False),
    "abs": _abs,
    "round": _computed("round"),
    "divmod": _computed("divmod"),
    "pow": _computed("pow"),
    "issubclass": _issubclass,
    "callable": _callable,
    "exec": _exec,
    "globals": _globals,
    "exit": _exit,
    "quit": _exit,
    "object": lambda interp, arguments: interp.world.add(Instance("builtins.object")),
}
