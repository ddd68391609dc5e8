"""How much of PyTorch the facts (or a handler of the library) cover, and how much of what real programs call.

    python tools/count_coverage.py              print the two tables
    python tools/count_coverage.py --missing    and name what is not covered
    python tools/count_coverage.py --keep DIR   unpack the packages into DIR, or use what is there already

The first table needs PyTorch. It counts public names, by namespace. The second reads the packages of
``count_findings.py``: every call is resolved through the imports of its file, and a call of a method counts when torch.Tensor has
one of that name; what the receiver is, is not asked.
"""

from __future__ import annotations

import argparse
import ast
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tools")]

import torch  # noqa: E402
from count_findings import PACKAGES, fetch  # noqa: E402
from measure import names  # noqa: E402

from flake8_detach import library  # noqa: E402
from flake8_detach.library import containers, stacks, tensors, wrappers  # noqa: E402
from flake8_detach.library.module_state import WRAPPERS  # noqa: E402
from flake8_detach.library.names import canonical  # noqa: E402
from flake8_detach.torch_facts import (  # noqa: E402
    attribute,
    effects,
    function,
    method,
    module,
    operator,
    optimizer,
)

OPERATORS = (
    *("+ - * / // % ** @ < <= > >= == != & | ^ << >> abs [] []=".split()),
    *("+= -= *= /= //= %= **= @= &= |= ^= <<= >>=".split()),
    "unary -",
    "unary +",
    "unary ~",
)
CREATION = frozenset(
    """
    arange as_strided as_tensor asarray bartlett_window blackman_window complex empty empty_like empty_permuted empty_strided eye
    from_dlpack from_file from_numpy frombuffer full full_like hamming_window hann_window kaiser_window linspace logspace normal ones
    ones_like polar rand rand_like randint randint_like randn randn_like randperm range scalar_tensor tensor tril_indices triu_indices
    vander zeros zeros_like bernoulli multinomial poisson heaviside Tensor
    """.split()
)
GRAD_MODES = frozenset("no_grad enable_grad inference_mode set_grad_enabled".split())


@dataclass
class Count:
    """What of one namespace is covered."""

    covered: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All names."""
        return self.covered + len(self.missing)


def count(found: Sequence[str], known: Callable[[str], object]) -> Count:
    """Sort names by whether they are known."""
    missing = [name for name in found if not known(name)]
    return Count(len(found) - len(missing), missing)


def public(thing: object) -> list[str]:
    """The public names of a thing."""
    return [name for name in dir(thing) if not name.startswith("_")]


def methods() -> list[str]:
    """The public methods of torch.Tensor."""
    return [name for name in public(torch.Tensor) if callable(getattr(torch.Tensor, name, None))]


def layers() -> list[str]:
    """The modules that torch.nn has."""
    return [
        name
        for name, value in sorted(vars(torch.nn).items())
        if isinstance(value, type) and issubclass(value, torch.nn.Module) and value is not torch.nn.Module
    ]


def of_tensors(namespace: str) -> list[str]:
    """The functions of a namespace that take tensors, by PyTorch's own list of those a subclass may override."""
    thing = names.resolve(namespace)
    overridable = {id(f) for f in torch.overrides.get_testing_overrides()}
    found = [
        name
        for name in public(thing)
        if callable(getattr(thing, name)) and id(getattr(thing, name)) in overridable
    ]
    return [f"{namespace}.{name}" for name in found]


def surface() -> Iterator[tuple[str, Count]]:
    """Each namespace with what is covered of it."""
    attributes = [name for name in public(torch.Tensor) if not callable(getattr(torch.Tensor, name, None))]
    yield "tensor methods", count(methods(), known_method)
    yield "tensor attributes", count(attributes, attribute)
    yield "operators", count(OPERATORS, operator)
    for namespace in ("torch", "torch.nn.functional", "torch.special", "torch.linalg", "torch.fft"):
        yield f"{namespace}.*", count(of_tensors(namespace), function)
    foreach = [f"torch.{name}" for name in dir(torch) if name.startswith("_foreach_")]
    yield "torch._foreach_*", count(foreach, function)
    creation = sorted(f"torch.{name}" for name in CREATION if hasattr(torch, name))
    yield "creation", count(creation, lambda name: function(name) or name in library.FUNCTIONS)
    yield "torch.nn modules", count([n for n in layers() if not n.endswith("Loss")], is_layer)
    yield "torch.nn losses", count([n for n in layers() if n.endswith("Loss")], is_layer)
    inits = [f"torch.nn.init.{name}" for name in public(torch.nn.init) if name.endswith("_")]
    yield "torch.nn.init", count(inits, function)
    utils = [f"torch.nn.utils.{name}" for name in names_of_utils()]
    yield "torch.nn.utils", count(utils, lambda name: effects(name) or name in library.FUNCTIONS)
    yield "torch.optim", count([n for n in public(torch.optim) if is_optimizer(n)], optimizer)


def is_layer(name: str) -> bool:
    """Are there facts about a module, or is it one that only holds others?"""
    return module(name) is not None or name in (*containers.CONTAINERS, *stacks.NAMES, *wrappers.NAMES)


def is_optimizer(name: str) -> bool:
    """Is it one of torch.optim's own?"""
    value = getattr(torch.optim, name)
    return (
        isinstance(value, type)
        and issubclass(value, torch.optim.Optimizer)
        and value is not torch.optim.Optimizer
    )


def names_of_utils() -> list[str]:
    """The functions of torch.nn.utils."""
    return [n for n in public(torch.nn.utils) if callable(getattr(torch.nn.utils, n))]


# -- what programs call


@dataclass
class Calls:
    """The calls of one package, by what is called."""

    methods: Counter[str] = field(default_factory=Counter)
    functions: Counter[str] = field(default_factory=Counter)

    def add(self, other: Calls) -> None:
        """Take in another package's."""
        self.methods += other.methods
        self.functions += other.functions


def calls_in(folder: Path, tensor_methods: frozenset[str]) -> Calls:
    """All calls in the files below `folder`."""
    found = Calls()
    for path in sorted(folder.rglob("*.py")):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(path.read_bytes())
        except (SyntaxError, ValueError):
            continue
        imported = imports(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                name = resolve(node.func, imported)
                if name is not None:
                    if name.startswith("torch."):
                        found.functions[canonical(name)] += 1
                elif isinstance(node.func, ast.Attribute) and node.func.attr in tensor_methods:
                    found.methods[node.func.attr] += 1
    return found


def imports(tree: ast.Module) -> dict[str, str]:
    """What the names that a file imports stand for."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                short = alias.asname or alias.name.partition(".")[0]
                found[short] = alias.name if alias.asname else short
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def resolve(node: ast.expr, imported: dict[str, str]) -> str | None:
    """The dotted name of what is called, if it was imported."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in imported:
        return None
    return ".".join([imported[node.id], *reversed(parts)])


def computes(name: str) -> bool:
    """Is it an operation, a module, an optimizer or the like, and no matter of devices, seeds or loading?"""
    parent, _, short = name.rpartition(".")
    try:
        value = names.resolve(name)
    except (ImportError, AttributeError, RuntimeError):
        return False
    if parent == "torch" and (short in CREATION or short in GRAD_MODES):
        return True
    if isinstance(value, type):
        return issubclass(value, (torch.nn.Module, torch.optim.Optimizer, torch.Tensor))
    if parent in ("torch.nn.init", "torch.nn.utils", "torch.autograd", "torch.utils.checkpoint"):
        return callable(value) and not short.startswith("calculate")
    return id(value) in {id(f) for f in torch.overrides.get_testing_overrides()}


def known_function(name: str) -> bool:
    """Do facts or a handler answer for it?"""
    parent, _, short = name.rpartition(".")
    if parent == "torch.nn" and short[:1].isupper():
        return is_layer(short) or function(name) is not None or name == "torch.nn.Module"
    if name in WRAPPERS:
        return True
    if parent == "torch.optim":
        return optimizer(short) is not None or short == "Optimizer"
    if parent == "torch" and short in GRAD_MODES:
        return True
    if name.startswith("torch.Tensor."):
        return known_method(short)
    return function(name) is not None or effects(name) is not None or name in library.FUNCTIONS


def known_method(name: str) -> bool:
    """Do facts or a handler answer for a method of tensors?"""
    return method(name) is not None or name in tensors.METHODS


def share(counter: Counter[str], known: Callable[[str], bool]) -> tuple[int, int]:
    """How many calls there are, and how many of something known."""
    return sum(counter.values()), sum(n for name, n in counter.items() if known(name))


def percent(part: int, whole: int) -> str:
    """A share, to a tenth of a percent."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def print_surface(missing: bool) -> None:
    """The first table."""
    print("| of PyTorch | has | covered | |\n|---|--:|--:|--:|")
    whole = Count()
    for name, one in surface():
        print(f"| {name} | {one.total} | {one.covered} | {percent(one.covered, one.total)} |")
        whole.covered += one.covered
        whole.missing += one.missing
        if missing and one.missing:
            print("   ", " ".join(one.missing), file=sys.stderr)
    print(f"| all | {whole.total} | {whole.covered} | {percent(whole.covered, whole.total)} |")


def print_calls(keep: Path | None, missing: bool) -> None:
    """The second table."""
    tensor_methods = frozenset(methods())
    whole = Calls()
    print(
        "\n| package | calls of functions | covered | | calls of methods | covered | |\n|---|--:|--:|--:|--:|--:|--:|"
    )
    with tempfile.TemporaryDirectory() as scratch:
        for package in PACKAGES:
            folder = (keep or Path(scratch)).absolute() / package
            failed = "" if folder.is_dir() else fetch(package, folder)
            if failed:
                print(f"{package} is left out: {failed}")
                continue
            found = calls_in(folder, tensor_methods)
            found.functions = Counter({n: k for n, k in found.functions.items() if computes(n)})
            print_row(package, found)
            whole.add(found)
    print_row("all", whole)
    if missing:
        for what, known in ((whole.functions, known_function), (whole.methods, known_method)):
            print("   ", [(n, k) for n, k in what.most_common() if not known(n)][:80], file=sys.stderr)


def print_row(package: str, found: Calls) -> None:
    """One package."""
    cells = [package]
    for what, known in ((found.functions, known_function), (found.methods, known_method)):
        whole, part = share(what, known)
        cells += [str(whole), str(part), percent(part, whole)]
    print(f"| {' | '.join(cells)} |")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--missing", action="store_true")
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        print_surface(options.missing)
        print_calls(options.keep, options.missing)


if __name__ == "__main__":
    main()
