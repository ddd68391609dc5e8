"""What PyTorch's operator tables declare, from the files inside its wheel.

native_functions.yaml gives the call forms (as the Python argument parser knows them), which arguments are written
and of which argument a result is a view; derivatives.yaml gives what each gradient's formula mentions.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torchgen
from torchgen.api.python import PythonSignature, PythonSignatureDeprecated
from torchgen.gen import parse_native_yaml
from torchgen.model import NativeFunction
from torchgen.packaged.autograd import gen_python_functions as bindings
from torchgen.packaged.autograd.load_derivatives import load_derivatives

from .words import Word

TABLES = os.path.join(os.path.dirname(torchgen.__file__), "packaged")
NATIVE = os.path.join(TABLES, "ATen", "native", "native_functions.yaml")
TAGS = os.path.join(TABLES, "ATen", "native", "tags.yaml")
DERIVATIVES = os.path.join(TABLES, "autograd", "derivatives.yaml")
DEPRECATED = os.path.join(TABLES, "autograd", "deprecated.yaml")

LETTERS = {
    "Tensor": "t", "Scalar": "n", "float": "n", "int": "i", "SymInt": "i", "bool": "b", "SymBool": "b", "str": "s",
    "Device": "o", "DeviceIndex": "i", "Layout": "o", "MemoryFormat": "o", "Generator": "o", "ScalarType": "o",
    "Dimname": "s", "Storage": "o", "Stream": "o", "QScheme": "o", "DispatchKeySet": "o",
}  # fmt: skip


@dataclass
class DeclaredForm:
    """One call form of an operation, with what is declared of it."""

    words: list[Word]
    saves: dict[str, set[str]] = field(
        default_factory=dict
    )  # item -> the parameters whose formula mentions it
    differentiable: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    view_of: str | None = None
    results: int = 1
    returns: str = "new"
    has_derivative: bool = False
    in_place: bool = False
    composite: bool = False  # on the CPU it is made of other operations, whose formulas run instead


@dataclass
class DeclaredOperation:
    """An ATen operation as Python sees it."""

    base: str
    names: list[str]  # the qualified names which reach it
    forms: list[DeclaredForm]


def letters_of(type_text: str) -> str:
    """The kinds a declared type takes, in the letters of the generated file."""
    optional = type_text.endswith("?")
    bare = type_text.removesuffix("?")
    if "[" in bare:
        element, _, size = bare.partition("[")
        letters = "L" if element.startswith("Tensor") else "I"
        if letters == "I" and size.startswith("1"):
            letters += "i"
        if element in ("bool", "float", "Scalar"):
            letters = "I"
    else:
        letters = LETTERS[bare]
    return letters + ("0" if optional else "")


def python_value(text: str | None) -> object:
    """A schema default as Python has it, where it is a constant."""
    constants: dict[str, object] = {"False": False, "True": True, "None": None, "false": False, "true": True}
    if text is None or text in ("nullopt", "c10::nullopt", "::std::nullopt", "{}"):
        return None
    if text in constants:
        return constants[text]
    if text[:1] in "'\"":
        return text[1:-1]
    try:
        return int(text)
    except ValueError:
        try:
            return float(text)
        except ValueError:
            return None


def words_of(signature: PythonSignature) -> list[Word]:
    """A Python signature's parameters; `out` and the tensor options are keyword-only."""
    words: list[Word] = []
    positional = list(signature.input_args)
    for place, argument in enumerate(positional):
        letters = letters_of(str(argument.type))
        variadic = (
            letters.startswith("I")
            and place == len(positional) - 1
            and place == (1 if positional[0].name == "self" else 0)
            and not letters.startswith("Ii")
            and str(argument.type).startswith(("int", "SymInt"))
        )
        words.append(
            Word(
                argument.name,
                letters,
                argument.default is not None,
                python_value(argument.default),
                False,
                variadic,
            )
        )
    for argument in signature.input_kwargs:
        letters = letters_of(str(argument.type))
        words.append(
            Word(argument.name, letters, argument.default is not None, python_value(argument.default), True)
        )
    if signature.output_args is not None:
        several = len(signature.output_args.outputs) > 1
        words.append(Word("out", "L0" if several else "t0", True, None, True))
    words += [
        Word(a.name, "b" if a.name == "requires_grad" else "oa", True, None, True)
        for a in signature.tensor_options_args
    ]
    return words


def _declare(form: DeclaredForm, function: NativeFunction, infos: dict[Any, Any]) -> None:
    """Fill in aliases, writes and saved tensors."""
    arguments = {a.name: a for a in function.func.arguments.flat_non_out}
    sets: dict[str, str] = {}
    for name, argument in arguments.items():
        if argument.annotation is None:
            continue
        if argument.annotation.is_write:
            form.writes.add(name)
        for label in argument.annotation.alias_set:
            sets[label] = name
    returns = function.func.returns
    tensors = [r for r in returns if "Tensor" in str(r.type)]
    form.results = len(tensors) if not any("[" in str(r.type) for r in tensors) else -1
    if not tensors:
        form.returns = "none" if not returns else "value"
    elif tensors[0].annotation is not None:
        of = next((sets[label] for label in tensors[0].annotation.alias_set if label in sets), None)
        if of is not None:
            form.view_of = of
            form.returns = "input" if tensors[0].annotation.is_write else "view"
    form.in_place = any(a.annotation is not None and a.annotation.is_write for a in arguments.values())
    form.composite = (
        function.has_composite_implicit_autograd_kernel
        or function.has_composite_implicit_autograd_nested_tensor_kernel
    )
    outputs = {r.name: f"result{i}" for i, r in enumerate(returns) if r.name is not None}
    info = infos.get(function.func, {}).get("Default")
    if info is None:
        return
    form.has_derivative = True
    for derivative in info.derivatives:
        form.differentiable.update(derivative.var_names)
        for saved in (*derivative.saved_inputs, *derivative.saved_outputs):
            name = str(getattr(saved.nctype.name, "name", saved.nctype.name))
            if "Tensor" in str(saved.nctype.type):
                name = "result0" if name == "result" else outputs.get(name, name)
                form.saves.setdefault(name, set()).update(derivative.var_names)


def _names(base: str, function: NativeFunction) -> list[str]:
    """The public names under which Python finds a native function."""
    module = function.python_module
    names: list[str] = []
    if bindings.is_py_variable_method(function):
        names.append(f"Tensor.{base}")
    if module is None and bindings.is_py_torch_function(function):
        names.append(f"torch.{base}")
    elif module == "nn":
        names.append(f"torch._C._nn.{base}")
    elif module is not None:
        names.append(f"torch.{module}.{base.removeprefix(f'{module}_')}")
    return names


def operations() -> dict[str, DeclaredOperation]:
    """All operations with a Python binding, by base name."""
    native = parse_native_yaml(NATIVE, TAGS)
    infos, _ = load_derivatives(DERIVATIVES, NATIVE, TAGS)
    functions = [f for f in native.native_functions if bindings.should_generate_py_binding(f)]
    pairs = bindings.load_signatures(functions, DEPRECATED, method=False)
    by_base: dict[str, list[Any]] = {}
    for pair in pairs:
        by_base.setdefault(str(pair.function.func.name.name), []).append(pair)
    found: dict[str, DeclaredOperation] = {}
    for base, group in sorted(by_base.items()):
        operation = DeclaredOperation(base, [], [])
        for overload in bindings.group_overloads(group, symint=True):
            signature = overload.signature
            if isinstance(signature, PythonSignatureDeprecated) or _unbindable(signature):
                continue
            form = DeclaredForm(words_of(signature))
            _declare(form, overload.base, infos)
            operation.forms.append(form)
            for name in _names(base, overload.base):
                if name not in operation.names:
                    operation.names.append(name)
        if operation.forms and operation.names:
            found[base] = operation
    return found


def _unbindable(signature: PythonSignature) -> bool:
    """Named tensors have forms of their own, long deprecated."""
    arguments: Sequence[Any] = signature.input_args
    return any("Dimname" in str(a.type) for a in arguments)
