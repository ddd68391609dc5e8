"""``einops``: tensors rearranged, repeated, reduced and multiplied by a pattern (einops/einops.py, einops/_backends.py).

What the pattern says of sizes is not read: a rearranged tensor may or may not be a view, as that of a ``reshape``.
"""

from __future__ import annotations

from collections.abc import Callable

from ..values import Arguments, Const, Items, Native, Runtime, TensorRef, Value

REDUCTIONS = {
    "mean": "mean",
    "sum": "sum",
    "prod": "prod",
    "max": "amax",
    "min": "amin",
    "any": "any",
    "all": "all",
}


def _tensor(rt: Runtime, arguments: Arguments) -> TensorRef | None:
    """The tensor, or what a list of tensors gives stacked."""
    given = arguments.get(0, "tensor")
    thing = rt.world.get(given) if given is not None else None
    if isinstance(thing, Items) and thing.kind in ("list", "tuple") and given is not None:
        given = rt.call(Native("torch.stack"), Arguments((given,)))
    return given if isinstance(given, TensorRef) else None


def _rearranged(rt: Runtime, arguments: Arguments) -> Value | None:
    """Permuted and reshaped: a view, or where that cannot be one a copy."""
    tensor = _tensor(rt, arguments)
    if tensor is None:
        return None
    turned = rt.method(tensor, "permute", Arguments((rt.world.opaque("dimensions"),)))
    return rt.method(turned, "reshape", Arguments((rt.world.opaque("a size"),)))


def _reduced(rt: Runtime, arguments: Arguments) -> Value | None:
    tensor, how = _tensor(rt, arguments), arguments.get(2, "reduction")
    name = REDUCTIONS.get(str(how.value)) if isinstance(how, Const) else None
    if tensor is None or name is None:
        return None
    return rt.method(tensor, name, Arguments((rt.world.opaque("a dimension"),)))


def _einsum(rt: Runtime, arguments: Arguments) -> Value | None:
    *tensors, _ = arguments.positional or (None,)
    given = [t for t in tensors if isinstance(t, TensorRef)]
    if not given or len(given) < len(tensors):
        return None
    return rt.call(Native("torch.einsum"), Arguments((rt.world.opaque("a pattern"), *given)))


def _layer(function: str) -> Callable[[Runtime, Arguments], Value | None]:
    """``Rearrange(pattern)``, which is called with the tensor alone."""

    def made(rt: Runtime, arguments: Arguments) -> Value | None:
        named = dict(zip(("pattern", "reduction"), arguments.positional))
        return rt.call(
            Native("functools.partial"), Arguments((Native(function),), {**named, **arguments.keywords})
        )

    return made


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "einops.rearrange": _rearranged,
    "einops.repeat": _rearranged,
    "einops.reduce": _reduced,
    "einops.einsum": _einsum,
    "einops.layers.torch.Rearrange": _layer("einops.rearrange"),
    "einops.layers.torch.Reduce": _layer("einops.reduce"),
}
