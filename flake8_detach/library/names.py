"""Dotted names: from the way a program imports a thing to the one name the library knows it by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from ..torch_facts import names_in
from ..values import Const, Native, Value

ALIASES: tuple[tuple[str, str], ...] = (
    ("torch.nn.modules.", "torch.nn."),
    ("torch.autograd.function.", "torch.autograd."),
    ("torch.autograd.variable.", "torch.autograd."),
    ("torch.nn.parameter.", "torch.nn."),
    ("torch.optim.optimizer.", "torch.optim."),
    ("torch.utils.checkpoint.", "torch.utils.checkpoint."),
    ("torch.nn.utils.clip_grad.", "torch.nn.utils."),
    ("torch.nn.utils.convert_parameters.", "torch.nn.utils."),
    ("torch.autograd.grad_mode.", "torch."),
    ("torch.autograd.no_grad", "torch.no_grad"),
    ("torch.autograd.enable_grad", "torch.enable_grad"),
    ("torch.autograd.set_grad_enabled", "torch.set_grad_enabled"),
    ("torch.autograd.inference_mode", "torch.inference_mode"),
    ("functorch.", "torch.func."),
    ("typing_extensions.", "typing."),
    ("torch.tensor.Tensor", "torch.Tensor"),
    ("torch._tensor.Tensor", "torch.Tensor"),
)
"""Where PyTorch itself offers a thing under a second name (prefix, canonical prefix)."""
MODULE_FILE = re.compile(r"^(torch\.(?:nn|optim)\.)(?!swa_utils\b)[a-z_]+\.([A-Z]\w*)$")
"""``torch.nn.linear.Linear`` and ``torch.optim.adam.Adam``: a class by the file it is in."""
DTYPE_NAMES = frozenset(
    "bfloat16 bool complex128 complex32 complex64 float16 float32 float64 half double float int16 int32 int64 int8 long "
    "short int uint16 uint32 uint64 uint8".split()
)


def is_float(dtype: str) -> bool:
    """Is a dtype, by its name, one of floating-point numbers?"""
    return dtype.startswith(("float", "bfloat", "half", "double"))


CONSTANTS: dict[str, object] = {
    "math.pi": 3.141592653589793,
    "math.e": 2.718281828459045,
    "math.inf": float("inf"),
    **{f"torch.{dtype}.is_floating_point": is_float(dtype) for dtype in DTYPE_NAMES},
    **{f"torch.{dtype}.is_complex": dtype.startswith("complex") for dtype in DTYPE_NAMES},
}


PROTOCOLS = frozenset({"typing.Protocol", "typing_extensions.Protocol"})


def is_structural(bases: Iterable[str]) -> bool:
    """Does a class with such imported bases say by what they have which objects are of it?"""
    return not PROTOCOLS.isdisjoint(bases)


@lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """The one name of an imported thing."""
    for prefix, target in ALIASES:
        if name.startswith(prefix):
            name = target + name[len(prefix) :]
            break
    return MODULE_FILE.sub(r"\1\2", name)


def member(module: str, name: str) -> Value:
    """``module.name``."""
    full = canonical(f"{module}.{name}" if module and not module.endswith(".") else f"{module}{name}")
    if full in CONSTANTS:
        return Const(CONSTANTS[full])
    if name == "__name__":
        return Const(canonical(module).rpartition(".")[2])
    return Native(full)


STAR = {
    "torch": ("no_grad", "enable_grad", "inference_mode", "Tensor"),
    "torch.nn": ("Module", "Parameter", "functional", "init", "Sequential", "ModuleList", "ModuleDict"),
    "torch.autograd": ("Variable", "grad", "backward", "Function"),
}
"""What ``from module import *`` brings beside the operations and layers that were measured."""


def star_names(module: str) -> tuple[str, ...]:
    """The names a star import binds, as far as they matter here."""
    return (*STAR.get(module, ()), *names_in(module)) if module.startswith("torch") else ()


READING = (
    "abc.",
    "builtins.",
    "contextlib.",
    "dataclasses.",
    "functools.",
    "inspect.",
    "json.",
    "logging.",
    "math.",
    "numpy.",
    "os.",
    "pickle.",
    "pprint.",
    "statistics.",
    "sys.",
    "time.",
    "torch.",
    "types.",
    "typing.",
    "warnings.",
)
"""Modules whose functions add nothing to the lists and dicts they are given."""
RUNNING = ("numpy.", "torch.")
"""Those among them whose functions may run a function they are given."""
FILLING = frozenset(
    {
        "builtins.exec",
        "builtins.eval",
        "torch.distributed.all_gather_object",
        "torch.distributed.broadcast_object_list",
        "torch.distributed.gather_object",
        "torch.distributed.scatter_object_list",
    }
)
READERS = frozenset(
    "critical debug dump dumps error exception info log print pprint save warn warning write".split()
)
"""What others call that which only reads: a logger, a writer."""


def only_reads(name: str, *, functions: bool) -> bool:
    """Does a function of a library, by its dotted name, leave the lists and dicts it is given as they are? `functions`: it is
    given functions of the program as well."""
    return name.startswith(READING) and name not in FILLING and not (functions and name.startswith(RUNNING))
