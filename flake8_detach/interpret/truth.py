"""What is known of a value's truth without running anything."""

from __future__ import annotations

from ..values import (
    CONTENTS,
    ArrayRef,
    ClassObject,
    Const,
    Default,
    Function,
    Instance,
    Items,
    Method,
    Native,
    Opaque,
    Super,
    Table,
    TensorRef,
    Value,
    World,
)
from ..values.asked import is_grad_fn


def truth_of(world: World, value: Value) -> bool | None:
    """Is a value (no alternatives) true? None: not known, or the program's own methods decide."""
    match value:
        case Default():
            return None
        case Const(value=constant):
            return bool(constant)
        case Function() | Native() | Method() | Super():
            return True if not isinstance(value, Native) else None
        case TensorRef() | ArrayRef():
            return None
    match world.get(value):
        case Items(items=items, rest=rest):
            return True if items else (False if rest is None else None)
        case Table(items=entries, rest=rest):
            return True if entries else (False if rest is None else None)
        case ClassObject():
            return True
        case Opaque() if is_grad_fn(world, value):
            return True
        case Instance(attributes=attributes) if CONTENTS in attributes:
            return truth_of(world, attributes[CONTENTS])
        case Instance(cls=cls):
            return True if isinstance(cls, str) and not cls.startswith("builtins.") else None
    return None
