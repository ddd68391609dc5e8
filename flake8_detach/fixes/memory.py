"""What gives the memory of something on, by the names of methods and functions: tensors' own, and containers'."""

from __future__ import annotations

from functools import cache

from flake8_detach.torch_facts import function, method

SHARING = frozenset(("view", "maybe_view", "input"))
"""Results that have, or may have, the memory and version counter of an argument (see `torch_facts.facts`). What is written
through an array no counter sees, wherever the array came from."""
KEEPING = frozenset("append appendleft add insert extend setdefault update".split())
"""Methods after which a container holds what it was given."""
HELD = frozenset("values items get pop popitem popleft copy setdefault".split())
"""Methods that give what a container holds."""
COLLECTING = frozenset(
    ("list tuple dict set frozenset zip enumerate reversed sorted iter next map filter chain from_iterable zip_longest"
     " OrderedDict defaultdict deque").split()
)  # fmt: skip
"""Functions whose result holds what their arguments hold."""


@cache
def shares_memory(name: str) -> bool:
    """Whether a tensor's method, or a function of ``torch``, may give the memory of its first argument."""
    operations = [
        operation for operation in (method(name), function(f"torch.{name}")) if operation is not None
    ]
    forms = [variant.facts for operation in operations for variant in operation.variants]
    return any(facts.of == 0 and facts.result in SHARING for facts in forms)
