"""All operations under all their names, each measured once."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from . import calls as own
from . import declared, forms, names, samples
from .declared import DeclaredOperation
from .row import Row
from .rows import declared_row, has_gradient, observed, rows_of
from .samples import Arguments
from .words import Word, words_from_text

Entry = list[Row] | str

BACKENDS = re.compile(
    r"backward|cudnn|miopen|mkldnn|quant|fbgemm|choose_qparams|sparse|batch_norm_|fused|to_padded|sym_|_copy$"
    r"|^(lstm|gru|rnn)(_|$)|_segment|thnn|native_|slow_conv"
)
"""Kernels behind the public operations. They trust their callers, so that made-up arguments may end the process;
they are left out unless PyTorch brings samples of them."""


@dataclass
class Outcome:
    """All that was found."""

    entries: dict[str, Entry] = field(default_factory=dict)
    unmeasured: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def add(self, entries: Mapping[str, Entry], unmeasured: Sequence[str]) -> None:
        """More findings, in the place of earlier ones. Doubts are taken out of the rows and noted apart."""
        self.entries.update(entries)
        self.unmeasured += unmeasured
        for name, entry in entries.items():
            for row in entry if isinstance(entry, list) else ():
                if doubt := row.pop("doubts", None):
                    self.doubts.append(f"{name}: {doubt}")


class Catalogue:
    """Measures every operation there is."""

    def __init__(self) -> None:
        self.entries: dict[str, Any] = {}
        self.unmeasured: list[str] = []
        self.found: dict[Any, str] = {}  # entries by function: some functions have several names
        self.samples = samples.op_samples()
        self.own = own.calls()
        self.declared = declared.operations()

    def measure(self) -> Outcome:
        """Everything, in a fixed order."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for operation in self.declared.values():
                if not operation.base.startswith("_") or operation.base.startswith("_foreach_"):
                    self._native(operation)
            for namespace in names.NAMESPACES:
                for name in names.functions(namespace):
                    if name not in self.entries:
                        self._python(name)
            for attribute in dir(torch.Tensor):
                if not attribute.startswith("_") and f"Tensor.{attribute}" not in self.entries:
                    if callable(inspect.getattr_static(torch.Tensor, attribute)):
                        self._python(f"Tensor.{attribute}")
                    else:
                        self._attribute(attribute)
            self._operators()
        outcome = Outcome()
        outcome.add(self.entries, self.unmeasured)
        return outcome

    def _tries(self, name: str) -> list[Arguments]:
        """Sample arguments for a qualified name: ours first, then PyTorch's."""
        short = re.sub(r"^(torch\.|Tensor\.)", "", name)
        bare = short.rsplit(".", 1)[-1]
        bare = bare.removesuffix("_with_indices")
        keys = dict.fromkeys(
            [
                short,
                short.removesuffix("_"),
                f"nn.functional.{bare}",
                f"nn.functional.{bare.removesuffix('_')}",
                bare,
            ]
        )
        found: list[Arguments] = []
        for source in (self.own, self.samples):
            key = next((k for k in keys if k in source), None)
            if key is not None:
                found += source[key]
                if key in own.COMPLETE:
                    break
        return found

    def _native(self, operation: DeclaredOperation) -> None:
        """An operation of the operator tables."""
        reachable = [public for name in operation.names for public in names.public(name)]
        if not reachable:
            return
        reachable.sort(key=lambda name: name.startswith("Tensor."))
        primary, *others = reachable
        function = names.resolve(primary)
        calls = observed(function, self._tries(primary))
        lists = [number for number, form in enumerate(operation.forms) if form.results == -1]
        covered = rows_of([f.words for f in operation.forms], calls, lists=lists)
        kernel = BACKENDS.search(operation.base) is not None
        for number, form in enumerate(operation.forms):
            if number not in covered and not kernel:
                plain = observed(function, samples.simple(form.words), 2)
                rows = rows_of([form.words], plain, lists=[0] if number in lists else [])
                if rows:
                    covered[number] = rows[0]
        if not covered:
            if kernel:
                return
            self.unmeasured.append(primary)
        entry = [row for rows in covered.values() for row in rows]
        entry += [declared_row(form) for number, form in enumerate(operation.forms) if number not in covered]
        if operation.base.startswith("_foreach_"):
            entry = [{**row, "second": None} if has_gradient(row) else row for row in entry]
        self.entries[primary] = entry
        self.found[function] = primary
        self_first = all("self" not in [w.name for w in form.words[1:]] for form in operation.forms)
        for name in others:
            if name.startswith("Tensor.") and not primary.startswith("Tensor.") and not self_first:
                self.entries[name] = [_self_first(r) for r in entry if " self:" in f" {r['call']}"]
            else:
                self.entries[name] = primary

    def _python(self, name: str) -> None:
        """A function or method with no entry in the operator tables."""
        function = names.resolve(name)
        if function in self.found:
            self.entries[name] = self.found[function]
            return
        if name in forms.CONDITIONAL:
            self.entries[name] = _conditional(forms.CONDITIONAL[name])
            return
        text = forms.FORMS.get(name)
        words = words_from_text(text) if text is not None else names.python_words(function)
        if words is None:
            return
        calls = observed(function, self._tries(name))
        if not calls and (text is not None or names.may_be_tried(name, function)):
            calls = observed(function, samples.simple(words), 2)
        rows = rows_of([words], calls)
        if rows:
            self.entries[name] = rows[0]
            self.found[function] = name
        else:
            self.unmeasured.append(name)

    def _attribute(self, name: str) -> None:
        """An attribute that is not a method."""
        tries: list[Arguments] = [((own.t(2, 3),), {}), ((torch.ones(2, 3, dtype=torch.complex64),), {})]
        calls = observed(lambda x: getattr(x, name), tries, 1)
        for rows in rows_of([[Word("self", "t")]], calls).values():
            self.entries[f"Tensor.{name}"] = [{**r, "attribute": True} for r in rows]

    def _operators(self) -> None:
        """Python's operators and subscripts."""
        for symbol, (form, function, calls) in own.operators().items():
            for rows in rows_of([words_from_text(form)], observed(function, calls)).values():
                self.entries[f"operator.{symbol}"] = rows
        for symbol, function, groups in (("[]", _read, own.SUBSCRIPTS), ("[]=", _store, own.ASSIGNMENTS)):
            entry: list[Row] = []
            for form, text in groups.items():
                entry += rows_of([words_from_text(form)], observed(function, own.read_arguments(text)))[0]
            self.entries[f"operator.{symbol}"] = entry


def _conditional(form: str) -> list[Row]:
    """The very tensor, or a copy of it."""
    row: Row = {"call": form, "returns": "same? self"}
    if " copy:" not in form:
        return [row]
    return [{**row, "when": {"copy": [False, False]}}, {"call": form, "when": {"copy": [True, False]}}]


def _read(x: torch.Tensor, *index: Any) -> Any:
    return x[index if len(index) > 1 else index[0]]


def _store(x: torch.Tensor, value: Any, *index: Any) -> None:
    x[index if len(index) > 1 else index[0]] = value


def _self_first(entry: Row) -> Row:
    """A function's form as the method's: `where(condition, self, other)` is called `self.where(condition, other)`."""
    words = entry["call"].split()
    mine = next(w for w in words if w.startswith("self:"))
    rest = [w for w in words if w is not mine]
    changed = {**entry, "call": " ".join([mine, *rest])}
    if "grads" not in entry and entry.get("returns") not in ("none", "value"):
        changed["grads"] = words[0].partition(":")[0]
    return changed
