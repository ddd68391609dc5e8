"""What operations with several results call them.

>>> result_names("Tensor.topk")
('values', 'indices')
"""

from __future__ import annotations

from functools import cache

from . import store


def result_names(name: str) -> tuple[str, ...]:
    """The names of an operation's results, in order; none where it gives a plain tuple, or one tensor."""
    method = name.startswith("Tensor.")
    return _all().get(f"torch.{name.removeprefix('Tensor.')}" if method else name, ())


@cache
def _all() -> dict[str, tuple[str, ...]]:
    return {name: tuple(names.split()) for name, names in store.entry("tag fields").items()}
