"""Ask PyTorch and the facts the same question about one call, and compare the answers."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch.overrides import TorchFunctionMode, resolve_name

from flake8_detach.torch_facts import Kind, Operation, OpFacts, attribute, function, method, operator

DUNDER = {
    "__add__": "+", "__radd__": "+", "__sub__": "-", "__rsub__": "-", "__mul__": "*", "__rmul__": "*",
    "__truediv__": "/", "__rtruediv__": "/", "__rdiv__": "/", "__pow__": "**", "__rpow__": "**", "__matmul__": "@", "__rmatmul__": "@",
    "__mod__": "%", "__rmod__": "%", "__neg__": "unary -", "__iadd__": "+=", "__isub__": "-=", "__imul__": "*=",
    "__itruediv__": "/=", "__idiv__": "/=", "__ipow__": "**=", "__lt__": "<", "__gt__": ">", "__ge__": ">=", "__le__": "<=", "__eq__": "==",
    "__ne__": "!=", "__abs__": "abs",
}  # fmt: skip
REVERSED = {
    "__radd__",
    "__rsub__",
    "__rmul__",
    "__rtruediv__",
    "__rdiv__",
    "__rpow__",
    "__rmatmul__",
    "__rmod__",
}

PLAIN = (bool, int, float, str)
"""Values that a fact may hang on."""


def kind_of(value: object) -> Kind:
    """What an interpreter that knows every value would say of an argument."""
    match value:
        case torch.Tensor():
            return "tensor"
        case bool():
            return "bool"
        case int():
            return "int"
        case float() | complex():
            return "number"
        case str():
            return "str"
        case None:
            return "none"
        case slice():
            return "slice"
        case list() | tuple():
            if value and all(isinstance(v, torch.Tensor) for v in value):
                return "tensors"
            return "list"
        case _:
            return "ellipsis" if value is Ellipsis else "other"


@dataclass
class Call:
    """One call as PyTorch dispatched it."""

    name: str
    operation: Operation | None
    kinds: list[Kind]
    values: list[object]
    keywords: dict[str, object]

    def bound(self) -> tuple[OpFacts, Mapping[int | str, int]] | None:
        """What the facts say."""
        if self.operation is None:
            return None
        given: list[tuple[int | str, object]] = [*enumerate(self.values), *self.keywords.items()]
        keywords = {k: kind_of(v) for k, v in self.keywords.items()}
        return self.operation.bind(self.kinds, keywords, dict(_constants(given)))


def _constants(given: Iterable[tuple[int | str, object]]) -> Iterator[tuple[int | str, Hashable]]:
    """The arguments that are plain values, or lists of them."""
    for argument, value in given:
        if value is None or isinstance(value, PLAIN):
            yield argument, value
        elif isinstance(value, list | tuple) and all(isinstance(each, PLAIN) for each in value):
            yield argument, tuple(value)


def call_of(func: Callable[..., Any], args: Sequence[object], kwargs: Mapping[str, object] | None) -> Call:
    """The facts' name of a dispatched function."""
    name = resolve_name(func) or getattr(func, "__name__", str(func))
    last = name.rsplit(".", 1)[-1]
    keywords = dict(kwargs or {})
    values = list(args)
    found: Operation | None
    if name.startswith(("torch.Tensor.", "torch._tensor.Tensor")):
        if last == "__get__":
            attribute_name = name.rsplit(".", 2)[-2]
            return Call(name, attribute(attribute_name), ["tensor"], values[:1], {})
        if last == "__getitem__":
            index = values[1] if isinstance(values[1], tuple) else (values[1],)
            values = [values[0], *index]
            return Call(name, operator("[]"), [kind_of(v) for v in values], values, {})
        if last == "__setitem__":
            index = values[1] if isinstance(values[1], tuple) else (values[1],)
            values = [values[0], values[2], *index]
            return Call(name, operator("[]="), [kind_of(v) for v in values], values, {})
        if last in DUNDER:
            found = operator(DUNDER[last])
            if last in REVERSED:
                values = values[::-1]
        else:
            found = method(last)
    else:
        if name.startswith("torch._C._nn."):
            name = f"torch.nn.functional.{last}"
        if name.startswith("torch.functional."):
            name = f"torch.{last}"
        name = name.replace("torch._C._linalg.linalg_", "torch.linalg.").replace(
            "torch._C._special.special_", "torch.special."
        )
        name = name.replace("torch._C._fft.fft_", "torch.fft.")
        found = function(name) or function(f"torch.{last}")
    return Call(name, found, [kind_of(v) for v in values], values, keywords)


def tensors_in(value: object) -> list[torch.Tensor]:
    """All tensors in a nest."""
    if isinstance(value, torch.Tensor):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for part in value for t in tensors_in(part)]
    return []


def memory(t: torch.Tensor) -> int:
    """Where a tensor's storage begins; 0 when there is none."""
    if t.layout is not torch.strided or t.numel() == 0:
        return 0
    return t.untyped_storage().data_ptr()


@dataclass
class Prediction:
    """What a call must and may keep, as storages."""

    must: set[int] = field(default_factory=set)
    may: set[int] = field(default_factory=set)


def predict(
    call: Call, facts: OpFacts, where: Mapping[int | str, int], result: object, needs: Mapping[int, bool]
) -> Prediction:
    """The storages the facts say are kept; `needs` tells by id which tensors required grad before the call."""
    by_parameter: dict[int, list[torch.Tensor]] = {}
    for argument, index in where.items():
        value = call.values[argument] if isinstance(argument, int) else call.keywords[argument]
        by_parameter.setdefault(index, []).extend(tensors_in(value))
    wants = {
        i
        for i, ts in by_parameter.items()
        if i in facts.differentiable and any(needs.get(id(t), False) for t in ts)
    }
    prediction = Prediction()
    if not wants or not torch.is_grad_enabled():
        return prediction
    outputs = tensors_in(result)
    for saved in facts.saves:
        if not wants & set(saved.sake):
            continue
        if saved.item == "results":
            targets = outputs
        elif isinstance(saved.item, str):
            number = int(saved.item.removeprefix("result"))
            targets = outputs[number : number + 1]
        else:
            targets = by_parameter.get(saved.item, [])
            if saved.elements == "others":
                targets = [t for t in targets if any(needs.get(id(o), False) for o in targets if o is not t)]
            elif saved.elements == "own":
                targets = [t for t in targets if needs.get(id(t), False)]
        places = {memory(t) for t in targets} - {0}
        prediction.may |= places
        if saved.always:
            prediction.must |= places
    return prediction


class Replay(TorchFunctionMode):
    """Compares every outermost call made under it with what the facts say of it."""

    def __init__(self) -> None:
        super().__init__()
        self.complaints: list[str] = []
        self.unknown: list[str] = []
        self.compared = 0

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        call = call_of(func, args, kwargs)
        inputs = tensors_in([*call.values, *call.keywords.values()])
        needs = {id(t): t.requires_grad for t in inputs}
        places_before = {memory(t) for t in inputs}
        packed: list[torch.Tensor] = []

        def pack(t: torch.Tensor) -> torch.Tensor:
            packed.append(t)
            return t

        with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
            result = func(*args, **(kwargs or {}))
        bound = call.bound()
        if bound is None:
            if any(t.requires_grad for t in tensors_in(result)):
                self.unknown.append(call.name)
            return result
        facts, where = bound
        self.compared += 1
        if any(t.requires_grad for t in [*tensors_in(result), *inputs]) and not _lost(facts, result):
            self._compare_kept(call, facts, where, result, needs, packed)
        self._compare_sharing(call, facts, result, places_before)
        return result

    def _compare_kept(
        self,
        call: Call,
        facts: OpFacts,
        where: Mapping[int | str, int],
        result: object,
        needs: Mapping[int, bool],
        packed: list[torch.Tensor],
    ) -> None:
        names: dict[int, str] = {}
        for i, t in enumerate(tensors_in([*call.values, *call.keywords.values()])):
            names.setdefault(memory(t), f"argument{i}")
        for i, t in enumerate(tensors_in(result)):
            names.setdefault(memory(t), f"result{i}")
        actual = {memory(t) for t in packed} & names.keys() - {0}
        prediction = predict(call, facts, where, result, needs)
        if not prediction.must <= actual <= prediction.may:
            must, may, seen = (
                sorted(names[p] for p in places) for places in (prediction.must, prediction.may, actual)
            )
            self.complaints.append(
                f"{call.name}{[*call.kinds, *call.keywords]}: keeps {seen}, predicted {must}…{may}"
            )

    def _compare_sharing(self, call: Call, facts: OpFacts, result: object, places: set[int]) -> None:
        results = tensors_in(result)
        shared = any(memory(t) in places and memory(t) for t in results)
        if shared and facts.result in ("new", "value", "none"):
            self.complaints.append(f"{call.name}{call.kinds}: shares memory, predicted {facts.result}")
        if results and not shared and facts.result in ("view", "input") and memory(results[0]):
            self.complaints.append(f"{call.name}{call.kinds}: shares nothing, predicted {facts.result}")
        if any(t.requires_grad for t in results) and not facts.differentiable and facts.result != "none":
            self.complaints.append(f"{call.name}{call.kinds}: recorded, predicted not differentiable")


def _lost(facts: OpFacts, result: object) -> bool:
    """Was something recorded whose results cannot lead to it (the indices of `argsort`)? It is gone at once."""
    return not facts.writes and not any(t.requires_grad for t in tensors_in(result))


class Owners(TorchFunctionMode):
    """Gathers which tensors the facts say are kept as the very objects."""

    def __init__(self) -> None:
        super().__init__()
        self.objects: list[torch.Tensor] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        call = call_of(func, args, kwargs)
        bound = call.bound()
        if bound is not None:
            facts, where = bound
            kept = {saved.item for saved in facts.saves if saved.own}
            for argument, index in where.items():
                if index in kept:
                    value = call.values[argument] if isinstance(argument, int) else call.keywords[argument]
                    self.objects += tensors_in(value)
        return func(*args, **(kwargs or {}))

    def own(self, tensors: Sequence[torch.Tensor]) -> bool:
        """Is one of these kept itself?"""
        return any(kept is t for kept in self.objects for t in tensors)


@functools.cache
def quiet() -> None:
    """PyTorch's samples warn of everything that is deprecated."""
    warnings.simplefilter("ignore")
