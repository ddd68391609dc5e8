"""What was made a few lines ago and not used yet: no operation can have saved it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_detach.evidence.usage import in_place
from flake8_detach.fixes.names import Names
from flake8_detach.source.tree import children_of

_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_OF_THEIR_OWN = frozenset(
    ("Linear Bilinear Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d Embedding EmbeddingBag"
     " BatchNorm1d BatchNorm2d BatchNorm3d SyncBatchNorm GroupNorm LayerNorm RMSNorm InstanceNorm1d InstanceNorm2d"
     " InstanceNorm3d PReLU RNN LSTM GRU RNNCell LSTMCell GRUCell MultiheadAttention TransformerEncoderLayer"
     " TransformerDecoderLayer").split()
)  # fmt: skip
"""Classes of ``torch.nn`` whose parameters are made by their constructors: of sizes and options, not of tensors or modules."""
_NESTED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.GeneratorExp)
_SIZES = 7
"""How many arguments of an embedding's constructor come before its weight."""
_LOOKED_AT = frozenset(
    "shape size dim numel ndim dtype device in_features out_features kernel_size weight bias".split()
)


def just_made(receiver: ast.expr, around: tuple[ast.AST, ...], names: Names) -> bool:
    """Whether `receiver`, with these nodes around it, belongs to a module made in the same function and not used so far.

    It has to be bound to a local name once, to a call of a class of ``torch.nn`` that makes its own parameters, in a block that has the write in it or
    behind it; and before the write, or in the same round of a loop, the name may stand only where parameters are
    written or looked at.
    """
    functions = [n for n in around if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    root = _root(receiver)
    if not functions or root is None or not isinstance(receiver, ast.Attribute):
        return False
    function = functions[-1]
    inner = around[around.index(function) + 1 :]
    made = _made(function, root, names)
    if made is None or any(isinstance(n, _NESTED) for n in inner):
        return False
    loops = [n for n in inner if isinstance(n, _LOOPS) and made not in ast.walk(n)]
    limit = max([receiver.lineno, *(n.end_lineno or n.lineno for n in loops)])
    before = made.lineno < receiver.lineno
    return before and all(
        _harmless(node, chain) for node, chain in _occurrences(function, root) if node.lineno <= limit
    )


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _made(function: ast.FunctionDef | ast.AsyncFunctionDef, name: str, names: Names) -> ast.Assign | None:
    """The one assignment of a new module to a name."""
    found: ast.Assign | None = None
    for node in ast.walk(function):
        match node:
            case ast.Assign(targets=[ast.Name(id=bound)], value=ast.Call() as call) if bound == name:
                if found is not None or not _makes_its_own(call, names):
                    return None
                found = node
            case ast.Name(id=bound, ctx=ast.Store() | ast.Del()) if bound == name:
                if found is None or node is not found.targets[0]:
                    return None
            case ast.arg(arg=bound) if bound == name:
                return None
            case ast.Global(names=several) | ast.Nonlocal(names=several) if name in several:
                return None
    return found


def _makes_its_own(call: ast.Call, names: Names) -> bool:
    """Whether a call makes a module of ``torch.nn`` and all of its parameters; an embedding may be given its weight."""
    meaning = names.meaning(call.func) or ""
    last = meaning.rpartition(".")[2]
    if not meaning.startswith("torch.nn.") or last not in _OF_THEIR_OWN:
        return False
    given = any(k.arg in (None, "_weight") for k in call.keywords) or len(call.args) > _SIZES
    return not (
        last.startswith("Embedding") and (given or any(isinstance(a, ast.Starred) for a in call.args))
    )


def _occurrences(function: ast.AST, name: str) -> Iterator[tuple[ast.Name, tuple[ast.AST, ...]]]:
    """Each place where a name is read, with the nodes around it."""
    todo: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(function, ())]
    while todo:
        node, around = todo.pop()
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            yield node, around
        todo += [(child, (*around, node)) for child in children_of(node)]


def _harmless(node: ast.Name, around: tuple[ast.AST, ...]) -> bool:
    """Whether a name stands where its parameters are written through ``.data``, initialised, compared or looked at."""
    chain: ast.AST = node
    last = ""
    rest = list(around)
    while rest and isinstance(rest[-1], ast.Attribute) and last != "data":
        outer = rest.pop()
        assert isinstance(outer, ast.Attribute)
        if isinstance(outer.ctx, ast.Store) and outer.attr != "data":
            return False  # another parameter is put there
        chain, last = outer, outer.attr
    parent = rest[-1] if rest else None
    if last == "data":
        return _written(chain, rest)
    match parent:
        case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
            return True
        case ast.Call(func=ast.Attribute(attr=attr) | ast.Name(id=attr), args=[first, *_]) if first is chain:
            return in_place(attr) and isinstance(chain, ast.Attribute)
        case ast.Call(func=func) if func is chain:
            return last in _LOOKED_AT
        case ast.Subscript(value=value) if value is chain:
            return last == "shape"
    return last in _LOOKED_AT - {"weight", "bias"}


def _written(chain: ast.AST, around: list[ast.AST]) -> bool:
    """Whether ``.data`` is the target of a statement that writes, and its value goes nowhere else."""
    while around:
        outer = around.pop()
        match outer:
            case ast.Attribute(attr=attr):
                if not (in_place(attr) or attr in _LOOKED_AT):
                    return False
            case ast.Call(func=func, args=args):
                if func is not chain and not (args and args[0] is chain and _is_in_place(func)):
                    return False
            case ast.Subscript(value=value) if value is chain:
                pass
            case ast.Expr() | ast.AugAssign():
                return not (isinstance(outer, ast.AugAssign) and outer.value is chain)
            case ast.Assign(targets=targets):
                return chain in targets
            case _:
                return False
        chain = outer
    return False


def _is_in_place(func: ast.expr) -> bool:
    return in_place(func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", ""))
