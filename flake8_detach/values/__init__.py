"""What a program's expressions evaluate to, and the world they live in.

`kinds` are the values, `heap` what can be mutated, `world` the whole state with fork and join, `runtime` what
the library may ask of the interpreter.
"""

from __future__ import annotations

from .heap import (
    CONTENTS,
    FACTORY,
    TRUTH,
    ClassObject,
    Code,
    Frame,
    HeapObject,
    Instance,
    Items,
    Opaque,
    Table,
)
from .kinds import (
    FALSE,
    NONE,
    TRUE,
    ArrayRef,
    Const,
    Default,
    Function,
    Method,
    Native,
    OneOf,
    Ref,
    Super,
    TensorRef,
    Value,
    either,
    options,
)
from .runtime import Arguments, Elements, Raised, Runtime
from .world import World

__all__ = [
    "CONTENTS",
    "FACTORY",
    "FALSE",
    "NONE",
    "TRUE",
    "TRUTH",
    "Arguments",
    "ArrayRef",
    "ClassObject",
    "Code",
    "Const",
    "Default",
    "Elements",
    "Frame",
    "Function",
    "HeapObject",
    "Instance",
    "Items",
    "Method",
    "Native",
    "OneOf",
    "Opaque",
    "Raised",
    "Ref",
    "Runtime",
    "Super",
    "Table",
    "TensorRef",
    "Value",
    "World",
    "either",
    "options",
]
