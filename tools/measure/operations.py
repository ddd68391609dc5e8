"""All operations: name → rows of the generated file."""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch

from flake8_detach.torch_facts.calls import parse_form

from . import declared, names, own_samples, samples
from .declared import DeclaredForm, DeclaredOperation, Word
from .merge import Named, form_of, narrowed, row, split
from .probe import Call, Seen, observe
from .samples import Arguments
from .sharing import see_sharing

Row = dict[str, Any]
Entry = list[Row] | str

BLIND = re.compile(
    r"backward|cudnn|miopen|mkldnn|quant|fbgemm|_rnn|choose_qparams|^(lstm|gru|rnn)|sparse|batch_norm_|fused|to_padded|sym_"
)
"""Kernels which trust their callers: arguments made up blindly may end the process. Only real samples are tried."""

REFUSALS = (
    RuntimeError,
    TypeError,
    ValueError,
    IndexError,
    NotImplementedError,
    AttributeError,
    AssertionError,
    KeyError,
    BufferError,
)
"""What a call raises when a sample does not suit it."""


@dataclass
class Outcome:
    """All that was found."""

    entries: dict[str, Entry] = field(default_factory=dict)
    unmeasured: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def words_from_text(text: str) -> list[Word]:
    """A form in the file's notation, as declared words."""
    return [
        Word(p.name, p.letters, p.optional, None, p.keyword_only, p.variadic)
        for p in parse_form(text).parameters
    ]


def observed(function: Callable[..., Any], tries: Iterable[Arguments], most: int | None = None) -> list[Seen]:
    """The calls that succeed, observed."""
    found: list[Seen] = []
    for args, kwargs in tries:
        call = Call(function, args, kwargs)
        try:
            seen = observe(call)
        except REFUSALS:
            continue
        see_sharing(call, seen)
        found.append(seen)
        if most is not None and len(found) >= most:
            break
    return found


def place(seen: Seen, forms: Sequence[Sequence[Word]]) -> tuple[int, Named] | None:
    """The declared form a call belongs to: that which the reader would choose."""
    best: tuple[int, int, Named] | None = None
    for number, words in enumerate(forms):
        form = form_of(words)
        positional = sum(isinstance(k, int) for k in seen.kinds)
        where = form.place(positional, tuple(k for k in seen.kinds if isinstance(k, str)))
        if where is None:
            continue
        score = sum(form.parameters[where[key]].fit(kind) for key, kind in seen.kinds.items())  # type: ignore[arg-type]
        if best is None or score > best[0]:
            best = (score, number, Named(seen, words, where))
    return None if best is None else best[1:]


def rows_of(forms: Sequence[Sequence[Word]], calls: Sequence[Seen]) -> dict[int, list[Row]]:
    """The rows of each form that was measured."""
    by_form: dict[int, list[Named]] = {}
    for seen in calls:
        placed = place(seen, forms)
        if placed is not None:
            by_form.setdefault(placed[0], []).append(placed[1])
    found: dict[int, list[Row]] = {}
    for number, group in by_form.items():
        words = [widened(word, group) for word in forms[number]]
        found[number] = []
        for leaf, features in split(group, words):
            form, when = narrowed(words, features, leaf)
            found[number].append(row(leaf, form, when))
    return found


def widened(word: Word, group: Sequence[Named]) -> Word:
    """A parameter also takes what it was seen to take."""
    letters = word.letters
    for n in group:
        kind = n.kinds.get(word.name)
        if kind is not None and "a" not in letters and not word.variadic:
            letter = {
                "tensor": "t",
                "tensors": "L",
                "number": "n",
                "int": "n",
                "bool": "b",
                "none": "0",
                "list": "I",
                "str": "s",
            }.get(kind, "")
            if letter == "n" and ("i" in letters or "I" in letters):
                continue
            if letter not in letters:
                letters += letter
    return replace(word, letters=letters)


def declared_row(form: DeclaredForm) -> Row:
    """The facts of a form no sample of which ran."""
    word_names = [w.name for w in form.words]
    result: Row = {"call": _spell(form.words), "declared": True}
    grads = [p for p in word_names if p in form.differentiable]
    saves = []
    for item, sakes in form.saves.items():
        label = "result0" if item == "result" else item
        if label in word_names or label == "result0":
            mine = [p for p in grads if p in sakes]
            saves.append(
                label
                + ("" if label == "result0" else "!")
                + ("" if mine == grads else " for " + " ".join(mine))
            )
    if form.returns in ("none", "value"):
        result["returns"] = form.returns
    elif form.view_of is not None:
        result["returns"] = f"{form.returns} {form.view_of}"
    if form.results != (0 if form.returns in ("none", "value") else 1):
        result["results"] = form.results
    if form.writes:
        result["writes"] = " ".join(p for p in word_names if p in form.writes)
    if grads != ([] if form.returns in ("none", "value") else word_names[:1]):
        result["grads"] = " ".join(grads)
    if saves:
        result["saves"] = saves
        result["freed"] = True
    return result


def _spell(words: Sequence[Word]) -> str:
    from .merge import spell

    return spell(words)


class Catalogue:
    """Measures every operation there is, each once however many names it has."""

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.op_samples = samples.op_samples()
        self.own = own_samples.calls()
        self.declared = declared.operations()

    def tries(self, name: str) -> list[Arguments]:
        """Sample arguments for a qualified name: ours first."""
        short = name.removeprefix("torch.").removeprefix("Tensor.").removeprefix("_C._nn.")
        found: list[Arguments] = []
        keys = [short, short.removesuffix("_")]
        if "_C._nn" in name:
            keys += [f"nn.functional.{short}", f"nn.functional.{short.removesuffix('_')}"]
        if short.startswith("nn.functional.") and short.endswith("_"):
            keys.append(short)
        if "." in short:
            keys.append(short.rsplit(".", 1)[1])
        for source in (self.own, self.op_samples):
            if any(key in own_samples.COMPLETE for key in keys) and found:
                break
            for key in dict.fromkeys(keys):
                if key in source:
                    found += source[key]
                    break
        return found

    def native(self, operation: DeclaredOperation) -> None:
        """An operation of the operator tables, under all its names."""
        reachable = [
            n for n in operation.names if inspect.isbuiltin(names.resolve(n)) or n.startswith("Tensor.")
        ]
        reachable = [n for n in reachable if _is_native(names.resolve(n)) and _is_public(n)]
        if not reachable:
            return
        reachable.sort(key=lambda n: n.startswith("Tensor."))
        primary = (
            reachable[0]
            if not reachable[0].startswith("torch._C")
            else reachable[0].replace("torch._C._nn", "torch.nn.functional")
        )
        function = names.resolve(reachable[0])
        forms = [f.words for f in operation.forms]
        calls = observed(function, self.tries(reachable[0]))
        covered = rows_of(forms, calls)
        for number, form in enumerate(operation.forms):
            if number not in covered and not BLIND.search(operation.base):
                more = observed(function, samples.simple(form.words), 2)
                extra = rows_of([form.words], more)
                if extra:
                    covered[number] = extra[0]
        entry: list[Row] = []
        order = sorted(
            range(len(operation.forms)),
            key=lambda n: (n not in covered, list(covered).index(n) if n in covered else n),
        )
        for number in order:
            entry += covered.get(number) or [declared_row(operation.forms[number])]
        if not covered:
            if BLIND.search(operation.base):
                return
            self.outcome.unmeasured.append(primary)
        self.outcome.entries[primary] = entry
        for name in reachable[1:]:
            public = name.replace("torch._C._nn", "torch.nn.functional")
            if name.startswith("Tensor.") and any(f.words[0].name != "self" for f in operation.forms):
                self.outcome.entries[public] = [_self_first(r) for r in entry if " self:" in f" {r['call']}"]
            elif public != primary:
                self.outcome.entries[public] = primary

    def python(self, name: str) -> None:
        """A function or method with no entry in the operator tables."""
        function = names.resolve(name)
        for other in ("torch." + name.rsplit(".", 1)[1], "torch.special." + name.rsplit(".", 1)[1]):
            if other != name and names.resolve(other) is function and other in self.outcome.entries:
                self.outcome.entries[name] = other
                return
        words = (
            words_from_text(own_samples.FORMS[name])
            if name in own_samples.FORMS
            else names.python_words(function)
        )
        if words is None:
            return
        calls = observed(function, self.tries(name))
        if not calls and (
            name.count(".") > 1
            or getattr(function, "__module__", "") == "torch.functional"
            or ".is_" in name
            or name in own_samples.FORMS
            or name.startswith("Tensor.")
        ):
            calls = observed(function, samples.simple(words), 2)
        rows = rows_of([words], calls)
        if name in own_samples.MOVES:
            self.outcome.entries[name] = [{"call": _spell(words), "returns": f"same? {words[0].name}"}]
        elif rows:
            self.outcome.entries[name] = rows[0]
        else:
            self.outcome.unmeasured.append(name)

    def all(self) -> Outcome:
        """Everything, in a fixed order."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for operation in self.declared.values():
                if not operation.base.startswith("_") or operation.base.startswith("_foreach_"):
                    self.native(operation)
            for namespace in names.NAMESPACES:
                for name in names.functions(namespace):
                    if name not in self.outcome.entries:
                        self.python(name)
            for attribute in dir(torch.Tensor):
                name = f"Tensor.{attribute}"
                if not attribute.startswith("_") and name not in self.outcome.entries:
                    static = inspect.getattr_static(torch.Tensor, attribute)
                    if callable(static):
                        self.python(name)
                    else:
                        self.attribute(attribute)
            self.operators()
        for name, entry in self.outcome.entries.items():
            for found in entry if isinstance(entry, list) else ():
                if doubts := found.pop("doubts", None):
                    self.outcome.doubts.append(f"{name}: {doubts}")
        return self.outcome

    def attribute(self, name: str) -> None:
        """An attribute that is not a method."""
        tries: list[Arguments] = [
            ((own_samples.t(2, 3),), {}),
            ((torch.ones(2, 3, dtype=torch.complex64),), {}),
        ]
        calls = observed(lambda x: getattr(x, name), tries)
        rows = rows_of([[Word("self", "t")]], calls[:1])
        if rows:
            self.outcome.entries[f"Tensor.{name}"] = [{**r, "attribute": True} for r in rows[0]]

    def operators(self) -> None:
        """Python's operators and subscripts."""
        for symbol, (form, function, calls) in own_samples.operator_calls().items():
            rows = rows_of([words_from_text(form)], observed(function, calls))
            if rows:
                self.outcome.entries[f"operator.{symbol}"] = rows[0]
        reads, stores = own_samples.subscript_calls()

        def read(x: torch.Tensor, *index: Any) -> Any:
            return x[index if len(index) > 1 else index[0]]

        def store(x: torch.Tensor, value: Any, *index: Any) -> None:
            x[index if len(index) > 1 else index[0]] = value

        get_forms = ["self:t *index:ixe0", "self:t *index:tLIbixe0"]
        set_forms = ["self:t value:tn *index:ixe0", "self:t value:tn *index:tLIbixe0"]
        for symbol, forms, groups, function in (
            ("[]", get_forms, reads, read),
            ("[]=", set_forms, stores, store),
        ):
            entry: list[Row] = []
            for form, calls in zip(forms, groups):
                entry += rows_of([words_from_text(form)], observed(function, calls))[0]
            self.outcome.entries[f"operator.{symbol}"] = entry


def _is_native(function: Any) -> bool:
    return inspect.isbuiltin(function) or type(function).__name__ == "method_descriptor"


def _is_public(name: str) -> bool:
    """The functions behind torch.nn.functional are public where it holds the very same object."""
    return "_C._nn" not in name or names.resolve(name.replace("_C._nn", "nn.functional")) is names.resolve(
        name
    )


def _self_first(entry: Row) -> Row:
    """A function's form as the method's: `where(condition, self, other)` is called `self.where(condition, other)`."""
    words = entry["call"].split()
    mine = next(w for w in words if w.startswith("self:"))
    rest = [w for w in words if w is not mine]
    return {**entry, "call": " ".join([mine, *rest])}
