"""NumPy arrays that may share memory with a tensor: views, copies, and writes no counter sees."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Link, Meta
from ..frozen import replace
from ..values import NONE, Arguments, ArrayRef, Const, Items, Native, Runtime, TensorRef, Value
from . import shapes, standard
from .kinds import leaf_kinds, number, tensors_of

VIEWS = frozenset(
    {"reshape", "ravel", "transpose", "swapaxes", "squeeze", "view", "diagonal", "T", "flat", "real", "imag"}
)
"""Methods and attributes whose result sees the array's memory (NumPy reference, "Copies and views")."""
WRITES = frozenset({"fill", "sort", "partition", "put", "itemset", "resize", "setfield", "fill_", "copy_"})
"""Methods that write the array; the last two are those of a tensor's storage."""
NUMBERS = frozenset({"item", "tolist", "size", "ndim", "shape", "dtype", "nbytes", "itemsize", "any", "all"})
REDUCING = frozenset(
    "all amax amin any argmax argmin average count_nonzero max mean median min nanargmax nanargmin nanmax nanmean nanmin "
    "nansum prod ptp std sum var".split()
)
"""Functions and methods that give one number where no axis is told."""
SIZE_AT = {
    **dict.fromkeys(("random.choice", "random.poisson", "random.exponential"), 1),
    **dict.fromkeys(("random.randint", "random.normal", "random.uniform", "random.binomial"), 2),
    **dict.fromkeys(("random.rand", "random.randn", "random.random", "random.random_sample"), 0),
}
"""Where ``size`` stands, without which they give one number."""
IN_PLACE_FUNCTIONS = frozenset(
    {"copyto", "put", "place", "putmask", "fill_diagonal", "put_along_axis", "random.shuffle"}
)
"""NumPy functions that write their first argument, as ``at`` of any ufunc does."""
OUT_AT = {
    **dict.fromkeys(
        "add subtract multiply divide true_divide floor_divide power mod remainder maximum minimum".split(), 2
    ),
    **dict.fromkeys(
        "exp log sqrt square abs absolute negative sign tanh sin cos floor ceil rint reciprocal".split(), 1
    ),
    "clip": 3,
}
"""Where ``out`` stands when it is given by position."""
REORDERING = frozenset({"T", "transpose", "swapaxes", "moveaxis", "rollaxis", "diagonal"})
NEEDS_ORDER = frozenset({"ravel", "reshape", "ascontiguousarray"})
"""A view of contiguous memory; of a transposed array perhaps a copy."""
VIEW_FUNCTIONS = frozenset(
    {
        "asarray",
        "from_dlpack",
        "require",
        "real",
        "rot90",
        "ravel",
        "reshape",
        "transpose",
        "squeeze",
        "swapaxes",
        "moveaxis",
        "flip",
        "expand_dims",
        "ascontiguousarray",
        "atleast_1d",
        "atleast_2d",
        "broadcast_to",
        "asanyarray",
        "rollaxis",
        "flipud",
        "fliplr",
    }
)
"""NumPy functions whose result sees their argument's memory, or may."""
FILLED = frozenset(
    "ones zeros empty eye identity linspace logspace random.rand random.randn random.random random.normal "
    "random.uniform random.standard_normal".split()
)
"""Functions that make an array of float64 where no dtype is asked for."""
DTYPE_AT = {"ones": 1, "zeros": 1, "empty": 1, "array": 1, "full": 2}
"""Where ``dtype`` stands when it is given by position."""


def new_array(rt: Runtime, label: str, dtype: str | None = None) -> Value:
    """An array with memory of its own."""
    return ArrayRef(rt.machine.tensor(rt.site, label, meta=Meta(dtype)))


def _dtype_named(value: Value) -> str | None:
    """The dtype that an argument of a NumPy function names."""
    name = value.name if isinstance(value, Native) else value.value if isinstance(value, Const) else None
    if not isinstance(name, str):
        return None
    named = name.removeprefix("numpy.").removeprefix("builtins.")
    return {"float": "float64", "double": "float64", "single": "float32", "int": "int64"}.get(named, named)


def _dtype_made(rt: Runtime, name: str, arguments: Arguments) -> str | None:
    """The dtype of what a NumPy function makes out of numbers, where it is known."""
    asked = arguments.keywords.get("dtype")
    if asked is None and name in DTYPE_AT:
        asked = arguments.get(DTYPE_AT[name])
    if asked is not None and asked != NONE:
        return _dtype_named(asked)
    if name in FILLED:
        return "float64"
    if name not in ("array", "full", "arange") or not arguments.positional:
        return None
    numbers = arguments.positional[1:2] if name == "full" else arguments.positional
    kinds = set().union(*(leaf_kinds(rt, value) for value in numbers))
    if float in kinds and kinds <= {float, int}:
        return "float64"
    return "int64" if kinds == {int} else None


def array_method(rt: Runtime, array: ArrayRef, name: str, arguments: Arguments) -> Value | None:
    """``array.name(...)``."""
    if name in WRITES:
        rt.machine.write(rt.site, name, array.id)
        return NONE
    if name in VIEWS:
        return _view(rt, name, array)
    if name in NUMBERS:
        return number(rt)
    if name == "byteswap" and arguments.get(0, "inplace") == Const(True):
        rt.machine.write(rt.site, name, array.id)
        return array
    if name == "__setitem__":
        rt.machine.write(rt.site, "[]=", array.id)
        return NONE
    if name == "astype" and arguments.keywords.get("copy") == Const(False):
        return ArrayRef(rt.machine.share(rt.site, name, array.id, Link.MAYBE))
    out = _out(rt, name, arguments)
    if out is not None:
        return out
    if name in REDUCING and not arguments.every():
        return number(rt)
    if name == "nonzero":
        return rt.sequence("tuple", [], new_array(rt, name))
    asked = arguments.get(0, "dtype") if name == "astype" else None
    return new_array(rt, name, _dtype_named(asked) if asked is not None else None)


def _view(rt: Runtime, name: str, array: ArrayRef) -> Value:
    """Another array on the same memory, where there can be one."""
    meta = rt.machine.tensors[array.id].meta
    if name in ("ravel", "ascontiguousarray") and meta.contiguous is False:
        return new_array(rt, name)
    doubtful = name in NEEDS_ORDER and not meta.contiguous
    made = rt.machine.share(rt.site, name, array.id, Link.MAYBE if doubtful else Link.VIEW)
    rt.machine.describe(made, _form(name, meta))
    return ArrayRef(made)


def _form(name: str, meta: Meta) -> Meta:
    if name == "T" and meta.shape is not None:
        shape, strides = meta.shape[::-1], None if meta.strides is None else meta.strides[::-1]
        return replace(meta, shape=shape, strides=strides, contiguous=shapes.contiguous(shape, strides))
    return replace(meta, shape=None, strides=None, contiguous=None if name in REORDERING else meta.contiguous)


def array_attribute(rt: Runtime, array: ArrayRef, name: str) -> Value | None:
    """``array.name`` where it is not a method."""
    if name in ("T", "flat", "real", "imag"):
        return _view(rt, name, array)
    if name in ("shape", "strides"):
        return rt.sequence("tuple", [], number(rt))
    return number(rt) if name in NUMBERS else None


def _out(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """The ``out=`` array, written by `name`."""
    out = arguments.keywords.get("out")
    targets = tensors_of(rt, out) if out is not None else []
    for target in targets:
        rt.machine.write(rt.site, name, target)
    return out if targets else None


def call(rt: Runtime, name: str, arguments: Arguments) -> Value | None:
    """``numpy.name(...)``; None for what makes no array."""
    first = arguments.get(0)
    tensors = tensors_of(rt, first, sure_only=True) if first is not None else []
    if name == "random.shuffle" and first is not None and isinstance(rt.world.get(first), Items):
        return standard.shuffle(rt, arguments)
    if name in IN_PLACE_FUNCTIONS or name.endswith(".at"):
        for target in tensors[:1]:
            rt.machine.write(rt.site, name, target)
        return NONE
    given = arguments.get(OUT_AT[name]) if name in OUT_AT else None
    out = _out(rt, name, arguments if given is None else Arguments((), {"out": given}))
    if out is not None:
        return out
    if name == "nan_to_num" and arguments.get(1, "copy") == Const(False) and isinstance(first, ArrayRef):
        rt.machine.write(rt.site, name, first.id)
        return first
    if name in ("where", "nonzero") and len(arguments.every()) == 1:
        return rt.sequence("tuple", [], new_array(rt, "nonzero"))
    if name in SPLITS and isinstance(first, ArrayRef):
        return _parts(rt, name, first, arguments.get(1, "indices_or_sections"))
    if len(tensors) == 1 and isinstance(first, ArrayRef | TensorRef):
        if name in VIEW_FUNCTIONS:
            if isinstance(first, ArrayRef):
                return _view(rt, name, first)
            return ArrayRef(rt.machine.share(rt.site, name, tensors[0], Link.NUMPY))
    if (name in REDUCING and len(arguments.every()) == 1) or (
        name in SIZE_AT and arguments.get(SIZE_AT[name], "size") in (None, NONE)
    ):
        return number(rt)
    if name[:1].islower() and not name.startswith("random.seed"):
        return new_array(rt, name, _dtype_made(rt, name, arguments))
    return None


SPLITS = frozenset({"split", "array_split", "hsplit", "vsplit", "dsplit"})


def _parts(rt: Runtime, name: str, array: ArrayRef, cuts: Value | None) -> Value:
    """A list of views: as many as `cuts` says, or one more than there are places in it."""
    places = rt.world.get(cuts) if cuts is not None else None
    count = cuts.value if isinstance(cuts, Const) and isinstance(cuts.value, int) else None
    if isinstance(places, Items) and places.rest is None:
        count = len(places.items) + 1
    known = count is not None and count <= MOST_PARTS
    parts = [
        ArrayRef(rt.machine.share(rt.site, name, array.id, Link.VIEW, None, whole=False))
        for _ in range(count if known and count is not None else 1)
    ]
    return rt.sequence("list", parts) if known else rt.sequence("list", [], parts[0])


MOST_PARTS = 8
"""So many parts of an array are told apart."""


def _from_numpy(rt: Runtime, arguments: Arguments) -> Value | None:
    value = arguments.get(0)
    tensors = tensors_of(rt, value) if value is not None else []
    if not tensors:
        return None
    of = rt.machine.tensors[tensors[0]]
    shared = rt.machine.share(rt.site, "from_numpy", tensors[0], Link.FOREIGN)
    rt.machine.describe(shared, of.meta)
    return TensorRef(shared)


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.from_numpy": _from_numpy,
    "torch.from_dlpack": _from_numpy,
    "torch.utils.dlpack.from_dlpack": _from_numpy,
    "torch.utils.dlpack.to_dlpack": lambda rt, arguments: arguments.get(0),
}
