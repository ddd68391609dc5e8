"""Which lines write memory at all: a log of every in-place operation that the program itself asks for."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import torch
from torch.utils._python_dispatch import TorchDispatchMode, _disable_current_modes

from .memory import span_bytes, storage_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from .clock import LineClock
    from .saved import SavedTensors


class WriteLog:
    """Lines that wrote, by kind (``direct``, ``optim``, ``module``, ``set_data``, ``numpy`` …), and what they wrote."""

    def __init__(self, clock: LineClock, saved: SavedTensors) -> None:
        self._clock = clock
        self._saved = saved
        self.kinds: dict[int, set[str]] = {}
        self._storages_of_line: dict[int, set[int]] = {}
        # Storages by address, kept alive so that no address is used twice; with the tick they were first seen at.
        self._known: dict[int, tuple[int, object]] = {}
        self._graph_storages: set[int] = set()
        self._shared_with_numpy: list[tuple[torch.Tensor, bytes]] = []

    def graph_lines(self) -> set[int]:
        """The lines which wrote memory of a tensor that is part of a graph."""
        return {line for line, storages in self._storages_of_line.items() if storages & self._graph_storages}

    def know(self, tensor: torch.Tensor) -> None:
        address = storage_address(tensor)
        if address is None:
            return
        if address not in self._known:
            self._known[address] = (self._clock.tick, tensor.untyped_storage())
        if tensor.requires_grad:
            self._graph_storages.add(address)

    def note(self, tensor: torch.Tensor, kind: str, *, always: bool = False) -> None:
        """The running line writes this tensor. Memory that the line itself has just made does not count."""
        address = storage_address(tensor)
        if address is None:
            return
        first_seen = self._known.get(address)
        if not always and (first_seen is None or first_seen[0] == self._clock.tick):
            self.know(tensor)
            return
        line = self._clock.charge()
        if line:
            self.kinds.setdefault(line, set()).add(kind)
            self._storages_of_line.setdefault(line, set()).add(address)

    def watch_numpy(self, tensor: torch.Tensor) -> None:
        """The memory of this tensor is now an array's as well; its writes pass no dispatcher."""
        with self._clock.quiet(), _disable_current_modes():
            self.know(tensor)
            alias = tensor.detach()
            self._shared_with_numpy.append((alias, span_bytes(alias)))

    def compare(self) -> None:
        """Charge the running line with changes of memory shared with NumPy."""
        for index, (tensor, seen) in enumerate(self._shared_with_numpy):
            span = span_bytes(tensor)
            if span != seen:
                self._shared_with_numpy[index] = (tensor, span)
                self.note(tensor, "numpy", always=True)

    def note_set_data(self, tensor: torch.Tensor) -> None:
        with self._clock.quiet(), _disable_current_modes():
            self.note(tensor, "set_data", always=True)
            self._saved.touch_object(tensor)
            self.know(tensor)


class WriteMode(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Logs each operation whose schema says that it writes an argument."""

    def __init__(
        self, log: WriteLog, clock: LineClock, saved: SavedTensors, in_engine: Callable[[], bool]
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._log = log
        self._clock = clock
        self._saved = saved
        self._in_engine = in_engine

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if self._clock.is_quiet:
            return func(*args, **kwargs)
        with self._clock.quiet():
            if func._schema.is_mutable and not self._in_engine():
                kind = _asked_for_by(self._clock.filename)
                for tensor in _written(func._schema, args, kwargs) if kind else ():
                    self._log.note(tensor, kind or "")
                    self._saved.touch(tensor)
            for tensor in _tensors([*args, *kwargs.values()]):
                self._log.know(tensor)
        result = func(*args, **kwargs)
        with self._clock.quiet():
            for tensor in _tensors([result]):
                self._log.know(tensor)
        return result


def _tensors(values: Iterable[Any]) -> Iterable[torch.Tensor]:
    for value in values:
        if isinstance(value, torch.Tensor):
            yield value
        elif isinstance(value, (list, tuple)):
            yield from (item for item in value if isinstance(item, torch.Tensor))


def _written(schema: Any, args: Any, kwargs: Any) -> Iterable[torch.Tensor]:
    for index, argument in enumerate(schema.arguments):
        if argument.alias_info is not None and argument.alias_info.is_write:
            yield from _tensors([args[index] if index < len(args) else kwargs.get(argument.name)])


_PLACES = (("/nn/init.py", "init"), ("/nn/functional.py", "functional"), ("/nn/utils/", "nnutils"))


def _asked_for_by(filename: str) -> str | None:
    """Which part of PyTorch passes the program's wish on, None when the program has no part in it."""
    kind = "direct"
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        path = frame.f_code.co_filename
        if path == filename:
            return kind
        if "/torch/optim/" in path:
            kind = "optim"
        elif "/torch/" in path and kind != "optim":
            if "/nn/modules/" in path:
                kind = "module" if kind == "direct" else kind
            else:
                kind = next((name for place, name in _PLACES if place in path), kind)
        frame = frame.f_back
    return None


def patch_sharing(log: WriteLog, clock: LineClock) -> None:
    """Wrap the few doors to memory which no dispatcher sees: the ``data`` setter, ``numpy()``, ``from_numpy``."""
    library: Any = torch
    data = library._C.TensorBase.data
    to_numpy, from_numpy = library.Tensor.numpy, library.from_numpy

    def set_data(self: torch.Tensor, value: torch.Tensor) -> None:
        data.__set__(self, value)
        if not clock.is_quiet:
            log.note_set_data(self)

    def numpy(self: torch.Tensor, *args: Any, **kwargs: Any) -> Any:
        array = to_numpy(self, *args, **kwargs)
        if not clock.is_quiet:
            log.watch_numpy(self)
        return array

    def tensor_of(array: Any) -> torch.Tensor:
        tensor: torch.Tensor = from_numpy(array)
        if not clock.is_quiet:
            log.watch_numpy(tensor)
        return tensor

    library.Tensor.data = property(data.__get__, set_data)
    library.Tensor.numpy = numpy
    library.from_numpy = tensor_of
