"""What calls give back: of torch's functions, of methods of known values, of functions whose source is seen."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING

from flake8_detach.evidence import families, members, type_notes, uses
from flake8_detach.evidence.gathering import (
    arguments_of,
    gathered,
    gathered_by_library,
    result_of,
    starred_in,
    table_of,
)
from flake8_detach.evidence.kinds import (
    PARAMETERS,
    UNKNOWN,
    ClassObject,
    Factory,
    Foreign,
    Function,
    Imported,
    Instance,
    Kind,
    Method,
    Module,
    OneOf,
    Optimizer,
    Plain,
    Row,
    Several,
    Table,
    Tensor,
    element_of,
    join,
)
from flake8_detach.evidence.libraries import canonical, closed, is_torch, word
from flake8_detach.evidence.torch_names import tensor_only_method, torch_names

if TYPE_CHECKING:
    from flake8_detach.evidence.infer import Inference
from flake8_detach.evidence.scopes import Scope

_CONSTRUCTOR = re.compile(r"(?:from|load|create|open|build|parse|read|make|get_instance)(?:_|$)")
_OF_CONTAINERS = frozenset(name for kind in (list, tuple, set) for name in dir(kind))
"""What the built-in sequences and sets can be asked; a value that is asked for anything else is none of them."""
_SAME = frozenset(
    [
        "train",
        "eval",
        "to",
        "cuda",
        "cpu",
        "half",
        "float",
        "double",
        "bfloat16",
        "requires_grad_",
        "apply",
        "share_memory",
        "type",
        "to_empty",
    ]
)


def call(inference: Inference, node: ast.Call, scope: Scope) -> Kind:
    """What a call gives."""
    module = _module_by_call(node)
    if module:
        return Imported(module)
    known = _given(inference, callee(inference, node.func, scope), node, scope)
    if known == UNKNOWN and any(keyword.arg == "return_tensors" for keyword in node.keywords):
        return Foreign("what a tokenizer gives: a table of tensors", False)
    return known


def _module_by_call(node: ast.Call) -> str:
    """The module that ``importlib.import_module("torch")`` or ``pytest.importorskip("torch")`` gives; nothing for other calls."""
    function = node.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    match node.args:
        case [ast.Constant(str(module)), *_] if "import" in name and module.replace(".", "").isidentifier():
            return module
    return ""


def _given(inference: Inference, called: Kind, node: ast.Call, scope: Scope) -> Kind:
    match called:
        case OneOf(items):
            return join(_given(inference, item, node, scope) for item in items)
        case Imported(name):
            return _imported(inference, canonical(name), node, scope)
        case ClassObject(definition) as cls:
            return families.instance(inference, cls)
        case Function(definition, owner):
            return inference.returned(definition)
        case Method(owner, name):
            return _method(owner, name, scope)
        case Factory(gives):
            return gives
        case Module() as module:
            return _module_call(module)
        case Instance(definition) as instance:
            return _instance_call(inference, instance)
        case Foreign(_, True) as foreign:
            return foreign
    return UNKNOWN


def callee(inference: Inference, func: ast.expr, scope: Scope) -> Kind:
    """What is called; a method of a value that is known by its kind alone is told by name."""
    known = inference.kind(func, scope)
    if known == UNKNOWN and isinstance(func, ast.Attribute):
        return members.attribute(inference, inference.kind(func.value, scope), func.attr, scope)
    return known


def _module_call(module: Module) -> Kind:
    return Tensor(
        f"what calling nn.{module.name} gives" if module.name else "what calling a module gives",
        "module call",
    )


def _instance_call(inference: Inference, instance: Instance) -> Kind:
    definition = instance.definition
    module = families.family(inference, definition) == "module"
    body = members.member(inference, definition, "forward" if module else "__call__", instance)
    known = inference.returned(body.definition) if isinstance(body, Function) else UNKNOWN
    if known == UNKNOWN and module:
        return Tensor(f"what calling the module {definition.node.name} gives", "module call")
    return known


def _imported(inference: Inference, name: str, node: ast.Call, scope: Scope) -> Kind:
    last = word(name)
    if name.startswith("builtins."):
        return _builtin(inference, last, node, scope)
    if is_torch(name):
        return _torch(inference, name, node, scope)
    arguments = arguments_of(inference, node, scope)
    of_elements = gathered_by_library(name, arguments, starred=starred_in(node))
    if of_elements is not None:
        return of_elements
    if name == "typing.cast" and len(node.args) == 2:
        return type_notes.annotated(inference, node.args[0], scope)
    if name in {"collections.namedtuple", "typing.NamedTuple"}:
        return Factory(Foreign("a named tuple", False))
    if name == "functools.partial" and arguments:
        return Factory(result_of(inference, arguments[0]))
    if name == "tqdm.tqdm" or last == "tqdm":
        return arguments[0] if arguments else UNKNOWN
    if closed(name):
        return Foreign(f"what {name}() gives", True)
    owner = word(name.rpartition(".")[0])
    if families.looks_like_class(owner) and _CONSTRUCTOR.match(last):  # ModelCard.load(…)
        return families.instance(inference, Imported(name.rpartition(".")[0]))
    if name.partition(".")[0] in sys.stdlib_module_names and not families.looks_like_class(last):
        return UNKNOWN
    return families.instance(inference, Imported(name))


def _torch(inference: Inference, name: str, node: ast.Call, scope: Scope) -> Kind:
    names = torch_names()
    made = families.classify(name)
    if not isinstance(made, Foreign) and made != UNKNOWN:
        if isinstance(made, Module) and made.name in ("DataParallel", "DistributedDataParallel"):
            return Module()
        return made
    what = names.functions.get(name)
    if what is None and "._C." in name:
        what = names.functions.get(f"torch.{word(name)}")
    result = Tensor(f"what {name}() gives")
    match what:
        case "tensor" | "mixed":
            return result
        case "tensors":
            return Several(result)
        case "value":
            return Plain(f"what {name}() gives")
        case "packed":
            return Foreign("a PackedSequence", False)
    if name == "torch.autograd.grad":
        return Several(Tensor("a gradient"))
    if name in ("torch.jit.script", "torch.jit.trace", "torch.compile") and node.args:
        inner = inference.kind(node.args[0], scope)
        return inner if inner != UNKNOWN else Module()
    return made


def _builtin(inference: Inference, function: str, node: ast.Call, scope: Scope) -> Kind:
    given = arguments_of(inference, node, scope)
    of_elements = gathered(inference, function, given, starred=starred_in(node))
    if of_elements is not None:
        return of_elements
    match function, given:
        case "abs" | "pow" | "round", [first, *_]:
            return first
        case "getattr", [first, _, *_]:
            name = node.args[1]
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                return members.attribute(inference, first, name.value, scope)
            return UNKNOWN
        case "dict", _:
            if given and (table := table_of(given[0])) is not None:
                return table
            entries = tuple(
                (k.arg, inference.kind(k.value, scope)) for k in node.keywords if k.arg is not None
            )
            return Table(join(value for _, value in entries), entries)
        case "type", [first]:
            return families.class_of(first)
        case "super", []:
            return _super(inference, scope)
        case (("vars" | "type" | "__import__" | "eval" | "globals" | "locals" | "super"), _):
            return UNKNOWN
        case "open", _:
            return Foreign("an open file", True)
    return Plain(f"what {function}() gives")


def _super(inference: Inference, scope: Scope) -> Kind:
    """``super()``: an instance of the first base."""
    owner = getattr(scope.owner, "in_class", None)
    if owner is None:
        return UNKNOWN
    for base in families.bases(inference, owner):
        return families.instance(inference, base)
    return UNKNOWN


def _method(owner: Kind, name: str, scope: Scope) -> Kind:
    match owner:
        case Tensor():
            return _tensor_method(owner, name)
        case Module() | Instance():
            return _module_method(owner, name)
        case Table(value):
            return _table_method(owner, value, name)
        case Several() | Row() if name in _OF_CONTAINERS:
            if name == "pop":
                return element_of(owner)
            return owner if name == "copy" else Plain(f"what .{name}() gives")
        case Foreign():
            return owner
        case Plain() if not tensor_only_method(name):
            return Plain(f"what .{name}() gives")
    return _method_of_anything(name, scope)


def _tensor_method(owner: Tensor, name: str) -> Kind:
    match torch_names().attributes.get(name):
        case "tensor" | "mixed":
            return owner
        case "tensors":
            return Several(owner)
        case "value":
            return Foreign("a NumPy array", True) if name == "numpy" else Plain(f"what .{name}() gives")
    return owner if name == "type" else UNKNOWN


def _module_method(owner: Kind, name: str) -> Kind:
    text = Plain("a str")
    match name:
        case "parameters" | "buffers":
            return PARAMETERS if name == "parameters" else Several(Tensor("an element of buffers()"))
        case "named_parameters" | "named_buffers":
            return Several(Row((text, Tensor(f"an element of {name}()"))))
        case "children" | "modules":
            return Several(Module())
        case "named_children" | "named_modules":
            return Several(Row((text, Module())))
        case "state_dict":
            return Table(Tensor("an entry of a state_dict()"))
        case "get_parameter" | "get_buffer":
            return Tensor(f"what {name}() gives")
        case "get_submodule":
            return Module()
        case "values":
            return Several(Module())
        case "items":
            return Several(Row((text, Module())))
        case "forward":
            return _module_call(owner) if isinstance(owner, Module) else UNKNOWN
    return owner if name in _SAME else UNKNOWN


def _table_method(owner: Table, value: Kind, name: str) -> Kind:
    match name:
        case "items":
            return Several(Row((Plain("a key"), value)))
        case "values":
            return Several(value)
        case "keys":
            return Several(Plain("a key"))
        case "get" | "pop" | "setdefault":
            return value
        case "copy":
            return owner
    return UNKNOWN


def _likely_parameters(name: str) -> Kind:
    """What is called as a module's method is, on something of which nothing is known: other frameworks have modules too."""
    element = Tensor(f"an element of {name}()", "parameters call")
    match name:
        case "parameters" | "buffers":
            return Several(element)
        case "named_parameters" | "named_buffers":
            return Several(Row((Plain("a str"), element)))
    return _module_method(Module(), name)


_OF_MATRICES = frozenset({"tobsr", "tocoo", "tocsc", "tocsr", "todia", "todok", "tolil"})
"""How SciPy's sparse matrices are made from each other."""


def _method_of_anything(name: str, scope: Scope) -> Kind:
    """What a method's name alone says, whoever has it."""
    if name in _OF_MATRICES:
        return Foreign(f"what .{name}() gives: a SciPy matrix", True)
    if name in members.MODULE_METHODS and name != "children":
        return _likely_parameters(name)
    if tensor_only_method(name) and (scope.index.imports_torch or uses.telling_alone(name)):
        match torch_names().attributes[name]:
            case "tensor" | "mixed":
                return Tensor(f"what .{name}() gives, which only tensors have", "tensor method")
            case "tensors":
                return Several(Tensor(f"what .{name}() gives, which only tensors have", "tensor method"))
    return UNKNOWN


def entered(kind: Kind) -> Kind:
    """What ``with … as`` binds: most context managers that are no tensors give something else."""
    return kind if isinstance(kind, (Foreign, Optimizer)) else UNKNOWN
