"""Which expressions may be moved under ``no_grad``: those whose evaluation records nothing that anybody keeps."""

from __future__ import annotations

import ast

from flake8_detach.evidence.usage import in_place
from flake8_detach.fixes.names import Names
from flake8_detach.source.tree import children_of
from flake8_detach.torch_facts import method as method_facts

_BUILTINS = frozenset(
    ("abs bool dict enumerate float getattr hasattr int isinstance len list max min range reversed round set"
     " sorted str sum tuple zip").split()
)  # fmt: skip
_WALKS = frozenset(
    ("parameters named_parameters buffers named_buffers modules named_modules children named_children items values"
     " keys get state_dict").split()
)  # fmt: skip
_PURE = frozenset(("math", "numpy", "operator"))
_TORCH = frozenset(
    ("torch.Size torch.Tensor torch.FloatTensor torch.LongTensor torch.tensor torch.as_tensor torch.from_numpy"
     " torch.empty torch.full torch.eye torch.arange torch.linspace torch.no_grad torch.zeros torch.ones torch.randn"
     " torch.rand torch.randint torch.randperm torch.zeros_like torch.ones_like torch.randn_like torch.rand_like").split()
)  # fmt: skip
_LOUD = frozenset("backward register_hook retain_grad numpy requires_grad_ apply map".split())
"""Methods that change more than a value, or that ask for the grad mode."""
_LEAVES = (
    ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Slice, ast.Tuple, ast.List, ast.BinOp, ast.UnaryOp, ast.Compare,
    ast.BoolOp, ast.IfExp, ast.Starred, ast.keyword, ast.JoinedStr, ast.FormattedValue, ast.expr_context,
    ast.operator, ast.unaryop, ast.cmpop, ast.boolop,
)  # fmt: skip


def quiet(node: ast.AST, names: Names) -> bool:
    """Whether it makes no difference to the rest of the program that ``node`` is evaluated under ``no_grad``.

    Calls count as quiet if they are PyTorch's out-of-place operations, or only look at things. What is called may be
    the program's own function of that name: then it is one which promises to be like PyTorch's.
    """
    if isinstance(node, ast.Call):
        if not _quiet_call(node, names):
            return False
        inner: list[ast.AST] = [*node.args, *node.keywords]
        if isinstance(node.func, ast.Attribute):
            inner.append(node.func.value)
    elif isinstance(node, _LEAVES):
        inner = children_of(node)
    else:
        return False
    return all(quiet(part, names) for part in inner)


def quiet_to_walk(walked: ast.expr, tree: ast.Module, names: Names) -> bool:
    """Whether taking the elements of something, which may be a generator, runs nothing that asks for the grad mode.

    Displays, ranges and what modules give of themselves do not; nor does what is bound, wherever its name is, to a list or
    a module alone.
    """
    match walked:
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.Constant() | ast.ListComp():
            return True
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(value="params")):
            return True  # of an optimizer's group
        case ast.Subscript(value=value):
            return quiet_to_walk(value, tree, names)
        case ast.Call(func=ast.Name(id="range" | "list" | "tuple" | "sorted" | "dir" | "vars")):
            return True  # their elements are taken before the loop, or are numbers
        case ast.Call(func=ast.Name(id="zip" | "enumerate" | "reversed"), args=args, keywords=[]):
            return all(quiet_to_walk(each, tree, names) for each in args)
        case ast.Call(func=ast.Attribute(attr="items" | "values" | "keys")):
            return True
        case ast.Call(func=ast.Attribute(attr=attr)):
            return attr in _WALKS
        case ast.Attribute(attr="param_groups"):
            return True
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return _is_kept(name, isinstance(walked, ast.Name), tree, names)
    return False


def _is_kept(name: str, is_name: bool, tree: ast.Module, names: Names) -> bool:
    """Whether all that a name, or an attribute of that name, is bound to in a file are lists, modules and what they give."""
    stored = kept = 0
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg=bound) if is_name and bound == name:
                return False
            case ast.Name(id=bound, ctx=ast.Store()) if is_name and bound == name:
                stored += 1
            case ast.Attribute(attr=bound, ctx=ast.Store()) if not is_name and bound == name:
                stored += 1
            case ast.Assign(targets=targets, value=value):
                kept += _is_list(value, names) and sum(_is_called(t, name, is_name) for t in targets)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                kept += _is_list(value, names) and _is_called(target, name, is_name)
    return 0 < stored == kept


def _is_called(target: ast.expr, name: str, is_name: bool) -> bool:
    if is_name:
        return isinstance(target, ast.Name) and target.id == name
    return isinstance(target, ast.Attribute) and target.attr == name


def _is_list(value: ast.expr, names: Names) -> bool:
    if isinstance(value, ast.List | ast.Tuple | ast.ListComp | ast.Dict | ast.DictComp):
        return True
    if not isinstance(value, ast.Call):
        return False
    if isinstance(value.func, ast.Name) and value.func.id in ("list", "tuple", "sorted", "range", "dict"):
        return not names.bound(value.func.id)
    meaning = names.meaning(value.func) or ""
    if meaning.startswith("torch.nn."):
        return meaning.rpartition(".")[2][:1].isupper()
    return isinstance(value.func, ast.Attribute) and value.func.attr in _WALKS


def _quiet_call(call: ast.Call, names: Names) -> bool:
    func = call.func
    if isinstance(func, ast.Name) and func.id in _BUILTINS and not names.imported(func.id):
        return not names.bound(func.id)
    meaning = names.meaning(func)
    if meaning is not None:
        root, _, last = meaning.partition(".")
        if root == "torch":
            return meaning in _TORCH or ("." not in last and _operation(last))
        return root in _PURE or (isinstance(func, ast.Attribute) and func.attr in _WALKS)
    if not isinstance(func, ast.Attribute):
        return False
    if func.attr in _WALKS:
        return True
    own = isinstance(func.value, ast.Name) and func.value.id in ("self", "cls")
    return not own and _operation(func.attr)


def _operation(name: str) -> bool:
    """Whether PyTorch has an operation of this name that writes nothing."""
    return name not in _LOUD and not in_place(name) and method_facts(name) is not None
