"""Calls to try: PyTorch's own sample inputs (op_db), and simple ones made from a form."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

import torch

from .probe import kind_of, tensors_in
from .words import Word

Arguments = tuple[tuple[Any, ...], dict[str, Any]]

MOST = 12
"""Calls of one operation that are measured."""


def signature_of(arguments: Arguments) -> tuple[Any, ...]:
    """What two samples must share to be the same for us: kinds, keywords, telling values."""
    args, kwargs = arguments

    def telling(value: Any) -> Any:
        return value if isinstance(value, (bool, str)) or value is None else kind_of(value)

    return (*map(telling, args), *sorted((k, str(telling(v))) for k, v in kwargs.items()))


def usable(arguments: Arguments) -> bool:
    """Dense CPU tensors that are not empty."""
    for t in tensors_in([*arguments[0], *arguments[1].values()]):
        if (
            t.numel() == 0
            or t.layout is not torch.strided
            or t.is_quantized
            or t.device.type != "cpu"
            or t.is_nested
        ):
            return False
    return True


def scalars(arguments: Arguments) -> int:
    """How many of the tensors are 0-dimensional: such samples are tried last."""
    return sum(t.ndim == 0 for t in tensors_in([*arguments[0], *arguments[1].values()]))


def pick(candidates: Iterator[Arguments], most: int = MOST) -> list[Arguments]:
    """A few samples of every kind, ordinary ones first."""
    by_signature: dict[tuple[Any, ...], list[Arguments]] = {}
    for arguments in itertools.islice(candidates, 60):
        if usable(arguments):
            by_signature.setdefault(signature_of(arguments), []).append(arguments)
    chosen: list[Arguments] = []
    for group in by_signature.values():
        chosen += sorted(group, key=scalars)[:2]
    return sorted(chosen, key=scalars)[:most] if len(chosen) > most else chosen


SWAPPED = frozenset(
    {
        "nn.functional.embedding",
        "nn.functional.embedding_bag",
        "einsum",
        "where",
        "polygamma",
        "special.polygamma",
    }
)
"""Operations whose samples put the differentiable argument first, where the function takes it second."""


def op_samples() -> dict[str, list[Arguments]]:
    """PyTorch's own samples by the operation's name without namespace prefix `torch.`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from torch.testing._internal.common_methods_invocations import op_db

        found: dict[str, list[Arguments]] = {}
        for op in op_db:
            if not op.dtypes or op.variant_test_name == "complex":
                continue
            dtype = torch.float32 if torch.float32 in op.dtypes else next(iter(sorted(op.dtypes, key=str)))
            torch.manual_seed(0)
            stream = (
                (_ordered(op.name, (s.input, *s.args)), dict(s.kwargs))
                for s in op.sample_inputs("cpu", dtype, requires_grad=False)  # type: ignore[no-untyped-call]
            )
            try:
                chosen = pick(stream)
            except (RuntimeError, TypeError, ValueError):
                continue
            for name in (op.name, *(alias.name for alias in op.aliases)):
                found.setdefault(name, []).extend(chosen)
    return found


def _ordered(name: str, args: tuple[Any, ...]) -> tuple[Any, ...]:
    return (args[1], args[0], *args[2:]) if name in SWAPPED else args


TEMPLATES: tuple[tuple[int, ...], ...] = ((2, 3), (3, 3), (3,), (1, 2, 4, 4), (2, 3, 4), (1, 2, 4, 4, 4), ())


def simple(words: Sequence[Word]) -> Iterator[Arguments]:
    """Plain arguments for a form's required parameters, several shapes."""
    required = [w for w in words if not w.optional and not (w.variadic and w.letters == "a")]
    for shape in TEMPLATES:
        for whole in (1, 0, 2):
            args: list[Any] = []
            kwargs: dict[str, Any] = {}
            for position, word in enumerate(required):
                value = _value(word, shape, whole, position)
                if word.keyword_only:
                    kwargs[word.name] = value
                elif word.variadic and word.letters.startswith("I"):
                    args += [value]
                else:
                    args.append(value)
            yield tuple(args), kwargs
            if not any(w.letters[:1] in "iI" for w in required):
                break


def _value(word: Word, shape: tuple[int, ...], whole: int, position: int) -> Any:
    generator = torch.Generator().manual_seed(position)
    name, letters = word.name, word.letters
    if "t" in letters or letters == "a":
        if "mask" in name or name == "condition":
            return torch.rand(shape, generator=generator) > 0.5
        if name in ("index", "indices", "target"):
            return torch.zeros(shape if name == "target" else shape[:1] or (1,), dtype=torch.long)
        return torch.rand(shape, generator=generator) * 0.6 + 0.2
    if "L" in letters:
        return [torch.rand(shape, generator=generator) * 0.6 + 0.2 for _ in range(2)]
    if "n" in letters:
        return 0.5
    if "i" in letters and "I" not in letters:
        return min(whole, max(len(shape) - 1, 0)) if "dim" in name else whole
    if "I" in letters:
        return [0] if "dim" in name else list(shape)
    if "b" in letters:
        return True
    return None
