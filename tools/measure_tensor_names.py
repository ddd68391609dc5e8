"""Write ``flake8_detach/evidence/tensor_names.json``: the names by which PyTorch's values are recognised.

    python tools/measure_tensor_names.py shared > shared.json     # where the neighbours are installed
    python tools/measure_tensor_names.py torch shared.json        # where PyTorch is installed

Two steps, so that the libraries need not share one environment. Nothing here is typed in by hand but the list
of neighbours that a tensor must not be confused with; what a name gives back is read from the stubs in the
PyTorch wheel, and what a module holds is seen on real modules.
"""

from __future__ import annotations

import ast
import importlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent.parent / "flake8_detach" / "evidence" / "tensor_names.json"
NAMESPACES = (
    "torch",
    "torch.nn.functional",
    "torch.linalg",
    "torch.fft",
    "torch.special",
    "torch.nn.init",
    "torch.autograd",
    "torch.nn.utils.rnn",
)
SPARSE = ("bsr", "coo", "csc", "csr", "dia", "dok", "lil")
STUBS = {
    "torch": ("functional.py", "_C/_VariableFunctions.pyi"),
    "torch.nn.functional": ("nn/functional.pyi",),
}

# What the stubs leave open and the documentation says.
DOCUMENTED = {
    "norm": "tensor", "cdouble": "tensor", "cfloat": "tensor", "resize": "tensor", "resize_as": "tensor",
    "to_sparse_coo": "tensor", "unique": "mixed", "unique_consecutive": "mixed", "lu": "tensors",
    "lstsq": "tensors", "backward": "value", "storage": "value", "tolist": "value", "is_shared": "value",
    "dim_order": "value", "register_hook": "value", "register_post_accumulate_grad_hook": "value",
}  # fmt: skip


def public(*kinds: type) -> dict[str, str]:
    """The public attributes of some types, each with ``method``, ``property`` or, where they differ, ``both``."""
    found: dict[str, set[str]] = {}
    for kind in kinds:
        for name in dir(kind):
            if not name.startswith("_"):
                form = "method" if callable(getattr(kind, name, None)) else "property"
                found.setdefault(name, set()).add(form)
    return {name: forms.pop() if len(forms) == 1 else "both" for name, forms in sorted(found.items())}


def shared_names() -> dict[str, dict[str, str]]:
    """Public attributes of the types which carry a ``.data`` or stand in a ``.data`` and are no tensors."""
    import anytree
    import numpy as np
    import pandas as pd
    import PIL.Image
    import plotly.graph_objects
    import scipy.sparse
    import treelib
    import xarray

    return {
        "numpy": public(np.ndarray, np.ma.MaskedArray, np.recarray, np.generic, np.matrix),
        "pandas": public(pd.DataFrame, pd.Series, pd.Index),
        "scipy": public(*(getattr(scipy.sparse, f"{f}_{k}") for f in SPARSE for k in ("array", "matrix"))),
        "plotly": public(plotly.graph_objects.Figure),
        "PIL": public(PIL.Image.Image),
        "trees": public(anytree.Node, treelib.Node),
        "xarray": public(xarray.DataArray, xarray.Dataset, xarray.Variable),
        "builtins": public(
            str, bytes, bytearray, memoryview, int, float, complex, list, tuple, dict, set, frozenset
        ),
    }


def returned(annotation: ast.expr | None) -> str:
    """``tensor``, ``tensors`` or ``value``: what a stub's return annotation says."""
    if annotation is None:
        return "unknown"
    text = ast.unparse(annotation).strip("'\"")
    if text in ("Any", "_T", "object", "tuple", "list"):
        return "unknown"
    if "PackedSequence" in text:
        return "packed"
    if text in ("Tensor", "torch.Tensor", "Self", "Tensor | None", "Parameter"):
        return "tensor"
    if "Tensor" in text or text.startswith(("torch.return_types", "return_types")):
        return "tensors"
    return "value"


def stub_returns(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """What each function of a stub body returns; ``mixed`` where overloads return one tensor or several."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.FunctionDef) and node.returns is not None:
            found.setdefault(node.name, set()).add(returned(node.returns))
    mixed = {name: "mixed" if kinds == {"tensor", "tensors"} else "unknown" for name, kinds in found.items()}
    return {name: kinds.pop() if len(kinds) == 1 else mixed[name] for name, kinds in found.items()}


def attributes(torch: Any, root: Path, same_function: dict[str, str]) -> dict[str, str]:
    """Every public attribute of ``torch.Tensor`` and what it is or, for a method, gives back."""
    stub = ast.parse((root / "_C" / "__init__.pyi").read_text(encoding="utf-8"))
    base = next(n for n in stub.body if isinstance(n, ast.ClassDef) and n.name == "TensorBase")
    source = ast.parse((root / "_tensor.py").read_text(encoding="utf-8"))
    derived = next(n for n in source.body if isinstance(n, ast.ClassDef) and n.name == "Tensor")
    methods = stub_returns(base.body)
    methods |= {k: v for k, v in stub_returns(derived.body).items() if v != "unknown"}
    properties = {
        n.target.id: returned(n.annotation)
        for n in base.body
        if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
    }
    out = {}
    for name in dir(torch.Tensor):
        if name.startswith("_"):
            continue
        if not callable(getattr(torch.Tensor, name, None)):
            is_tensor = properties.get(name) == "tensor"
            out[name] = "tensor property" if is_tensor else "value property"
        else:
            out[name] = methods.get(name, "unknown")
            if out[name] == "unknown" and name.endswith("_"):
                out[name] = "tensor"
            if out[name] == "unknown":
                out[name] = DOCUMENTED.get(name) or same_function.get(f"torch.{name}", "unknown")
    return out


def tensor_classes(torch: Any) -> list[str]:
    """The classes whose instances are tensors, and the callables that make a tensor as a class would."""
    found = set()
    for namespace in (
        "torch",
        "torch.nn",
        "torch.nn.parameter",
        "torch.autograd",
        "torch.cuda",
        "torch.sparse",
    ):
        module = importlib.import_module(namespace)
        for name in dir(module):
            value = getattr(module, name)
            is_class = isinstance(value, type) and issubclass(value, (torch.Tensor, torch.autograd.Variable))
            if is_class or type(value).__name__ == "tensortype" or type(value).__name__ == "_ParameterMeta":
                found.add(f"{namespace}.{name}")
    return sorted(found)


def functions(root: Path) -> dict[str, str]:
    """Every public function of PyTorch's functional namespaces and what it gives back."""
    out: dict[str, str] = {}
    for namespace in NAMESPACES:
        module = importlib.import_module(namespace)
        known: dict[str, str] = {}
        for stub in STUBS.get(namespace, ()):
            known |= stub_returns(ast.walk(ast.parse((root / stub).read_text(encoding="utf-8"))))
        for name in dir(module):
            value = getattr(module, name)
            if name.startswith("_") or isinstance(value, type) or not callable(value):
                continue
            if namespace == "torch" and getattr(value, "__module__", "") not in (
                None, "torch", "torch.functional", "torch._VF", "torch._tensor", "torch.autograd.grad_mode",
            ):  # fmt: skip
                continue
            kind = known.get(name, "unknown")
            if kind == "unknown":
                kind = declared(value)
            if kind == "unknown" and name.endswith("_"):
                kind = "tensor"
            if kind == "unknown" and namespace == "torch":
                kind = DOCUMENTED.get(name, kind)
            out[f"{namespace}.{name}"] = kind
    return {name: kind for name, kind in out.items() if kind != "unknown"}


def takers(root: Path) -> list[str]:
    """Functions whose first argument has to be a tensor, or a list of tensors."""
    out = set()
    stubs = STUBS | {
        "torch.nn.init": ("nn/init.py",),
        "torch.distributed": ("distributed/distributed_c10d.py",),
    }
    for namespace, files in stubs.items():
        for file in files:
            firsts: dict[str, set[bool]] = {}
            for node in ast.parse((root / file).read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef) and (node.args.posonlyargs or node.args.args):
                    first = (node.args.posonlyargs + node.args.args)[0]
                    text = ast.unparse(first.annotation) if first.annotation is not None else first.arg
                    takes = "Tensor" in text and "Number" not in text
                    firsts.setdefault(node.name, set()).add(
                        takes or text in ("tensor", "tensor_list", "input")
                    )
            out |= {f"{namespace}.{name}" for name, seen in firsts.items() if seen == {True}}
    return sorted(name for name in out if not name.rpartition(".")[2].startswith("_"))


def declared(function: Any) -> str:
    """What a function's own annotation, or the signature its docstring opens with, says it returns."""
    note = getattr(function, "__annotations__", {}).get("return")
    if note is not None:
        text = note if isinstance(note, str) else note.__name__ if isinstance(note, type) else str(note)
        return returned(ast.parse(text.replace("torch._tensor.", ""), mode="eval").body)
    first = (getattr(function, "__doc__", None) or "").strip().split("\n\n")[0]
    head, arrow, result = first.partition("->")
    if arrow and "(" in head:
        words = result.replace("(", " ").replace(")", " ").replace(",", " ").split()
        if words[:1] in (["Tensor"], ["Tensor`"]):
            return "tensor" if len(words) == 1 or "Tensor" not in words[1:] else "tensors"
    return "unknown"


def modules(torch: Any) -> dict[str, list[str]]:
    """Every class of ``torch.nn`` and the tensors its instances hold, seen on PyTorch's own samples."""
    from torch.testing._internal.common_modules import module_db

    held: dict[str, set[str]] = {
        name: set()
        for name in dir(torch.nn)
        if isinstance(getattr(torch.nn, name), type) and issubclass(getattr(torch.nn, name), torch.nn.Module)
    }
    for info in module_db:
        samples = info.module_inputs_func(
            info, device="cpu", dtype=torch.float32, requires_grad=False, training=True
        )
        for sample in samples:
            module = info.module_cls(*sample.constructor_input.args, **sample.constructor_input.kwargs)
            names = {*module._parameters, *module._buffers}
            held.setdefault(info.module_cls.__name__, set()).update(names)
    lazy = {name: held[name] | held.get(name.removeprefix("Lazy"), set()) for name in held}
    for name, names in lazy.items():
        if not names:
            annotations = getattr(torch.nn, name).__dict__.get("__annotations__", {})
            names.update(k for k, v in annotations.items() if v is torch.Tensor)
    return {name: sorted(names) for name, names in sorted(lazy.items())}


def module_bases(torch: Any) -> dict[str, list[str]]:
    """The classes that those of ``torch.nn`` descend from, but for ``Module``, by dotted name."""
    found: dict[str, list[str]] = {}
    for name in sorted(vars(torch.nn)):
        cls = getattr(torch.nn, name)
        if isinstance(cls, type) and issubclass(cls, torch.nn.Module):
            above = [
                c for c in cls.__mro__[1:] if issubclass(c, torch.nn.Module) and c is not torch.nn.Module
            ]
            if above:
                found[name] = [f"{c.__module__}.{c.__qualname__}" for c in above]
    return found


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["shared"]:
        json.dump(shared_names(), sys.stdout, indent=0)
        return
    import torch

    root = Path(torch.__file__).parent
    shared = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    returns = functions(root)
    names = attributes(torch, root, returns)
    packed = torch.nn.utils.rnn.PackedSequence
    shared["PackedSequence"] = public(packed)
    shared["torch.nn.Module"] = public(torch.nn.Module)
    optimizers = [n for n in dir(torch.optim) if isinstance(getattr(torch.optim, n), type)]
    data = {
        "torch": torch.__version__.split("+")[0],
        "attributes": names,
        "shared": {
            library: {name: form for name, form in found.items() if name in names}
            for library, found in sorted(shared.items())
        },
        "classes": tensor_classes(torch),
        "private": sorted(n for n in dir(torch.Tensor) if n.startswith("_") and not n.startswith("__")),
        "functions": returns,
        "takers": takers(root),
        "modules": modules(torch),
        "bases": module_bases(torch),
        "optimizers": sorted(
            n for n in optimizers if issubclass(getattr(torch.optim, n), torch.optim.Optimizer)
        ),
    }
    TARGET.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
