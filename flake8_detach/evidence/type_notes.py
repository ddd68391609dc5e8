"""Annotations, type comments and docstrings: what they say a value is."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from flake8_detach.evidence import families, libraries
from flake8_detach.evidence.bindings import Binding, end_of
from flake8_detach.evidence.kinds import (
    UNKNOWN,
    ClassObject,
    Factory,
    Foreign,
    Imported,
    Kind,
    Plain,
    Row,
    Several,
    Table,
    Tensor,
    join,
)
from flake8_detach.evidence.scopes import FunctionDefinition, Scope

if TYPE_CHECKING:
    from flake8_detach.evidence.infer import Inference

_SEQUENCES = frozenset(
    [
        "List",
        "list",
        "Sequence",
        "MutableSequence",
        "Iterable",
        "Iterator",
        "Collection",
        "Set",
        "set",
        "FrozenSet",
        "frozenset",
        "Deque",
        "deque",
        "Generator",
        "AsyncIterator",
        "AsyncIterable",
    ]
)
_MAPPINGS = frozenset(
    ["Dict", "dict", "Mapping", "MutableMapping", "OrderedDict", "DefaultDict", "defaultdict"]
)
_WRAPPERS = frozenset(
    ["Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "Awaitable", "Coroutine"]
)
_OPEN = frozenset(
    ["Any", "object", "Self", "TypeVar", "Protocol", "Type", "type", "Hashable", "Union", "Optional", "T"]
)
_COMMENT = re.compile(r"#\s*type:\s*(?!ignore\b)([^#\r\n]+)")
_SIGNATURE = re.compile(r"^\s*\((?P<given>.*)\)\s*->\s*(?P<result>.+?)\s*$")


def annotated(inference: Inference, note: ast.expr, scope: Scope) -> Kind:
    """What a value with this annotation is; Unknown where the annotation leaves it open."""
    return inference.once("annotation", note, lambda: _annotated(inference, note, scope))


def _annotated(inference: Inference, note: ast.expr, scope: Scope) -> Kind:
    match note:
        case ast.Constant(None):
            return Plain("None")
        case ast.Constant(str(text)):
            parsed = _parsed(text, note)
            return annotated(inference, parsed, scope) if parsed is not None else UNKNOWN
        case ast.BinOp(left, ast.BitOr(), right):
            return join([annotated(inference, left, scope), annotated(inference, right, scope)])
        case ast.Subscript(head, argument):
            return _generic(inference, head, argument, scope)
        case ast.Name() | ast.Attribute():
            return _named(inference, note, scope)
    return UNKNOWN


def _named(inference: Inference, note: ast.Name | ast.Attribute, scope: Scope) -> Kind:
    word = note.attr if isinstance(note, ast.Attribute) else note.id
    alias = _alias(inference, note, scope)
    if alias is not None:
        return alias
    kind = inference.kind(note, scope)
    if isinstance(kind, Imported) and libraries.word(kind.name) in _OPEN:
        return UNKNOWN
    if word in _SEQUENCES:
        return Several(UNKNOWN)
    if word in _MAPPINGS:
        return Table(UNKNOWN)
    if isinstance(kind, (Imported, ClassObject, Factory)):
        return families.instance(inference, kind, "annotation")
    if kind == UNKNOWN and word == "Tensor":
        return Tensor("annotated as a Tensor", "annotation")
    return UNKNOWN


def _alias(inference: Inference, note: ast.Name | ast.Attribute, scope: Scope) -> Kind | None:
    """An alias such as ``TensorLike = Union[Tensor, float]`` is read as the annotation it names, in whichever module it stands."""
    if isinstance(note, ast.Attribute):
        module = inference.kind(note.value, scope)
        return (
            _imported_alias(inference, f"{module.name}.{note.attr}") if isinstance(module, Imported) else None
        )
    for looked in scope.name_scopes:
        bindings = looked.bindings.get(note.id)
        if bindings:
            return _meant(inference, bindings[-1], looked)
    return None


def _imported_alias(inference: Inference, name: str) -> Kind | None:
    """The same for an alias of another module, by its dotted name."""
    found = inference.resolver.find(name)
    bindings = found[0].module.bindings.get(found[1]) if found is not None else None
    if found is None or not bindings:
        return None
    meant = inference.once("alias", name, lambda: _meant(inference, bindings[-1], found[0].module) or UNKNOWN)
    return None if meant == UNKNOWN else meant


def _meant(inference: Inference, binding: Binding, scope: Scope) -> Kind | None:
    match binding.form, binding.source:
        case "value", ast.Subscript() | ast.BinOp() as source:
            return annotated(inference, source, scope)
        case "import", _:
            return _imported_alias(inference, inference.absolute(binding, scope))
    return None


def _generic(inference: Inference, head: ast.expr, argument: ast.expr, scope: Scope) -> Kind:
    word = head.attr if isinstance(head, ast.Attribute) else getattr(head, "id", "")
    given = argument.elts if isinstance(argument, ast.Tuple) else [argument]
    if word in ("Optional", "Union"):
        return join([annotated(inference, part, scope) for part in given])
    if word in _SEQUENCES:
        return Several(annotated(inference, given[0], scope))
    if word in ("Tuple", "tuple"):
        if len(given) == 2 and isinstance(given[1], ast.Constant) and given[1].value is ...:
            return Several(annotated(inference, given[0], scope))
        return Row(tuple(annotated(inference, part, scope) for part in given))
    if word in _MAPPINGS:
        return Table(annotated(inference, given[-1], scope))
    if word in ("Callable", "Literal"):
        return Plain(f"a {word}")
    if word in _WRAPPERS:
        return annotated(inference, given[-1] if word == "Coroutine" else given[0], scope)
    if word in _OPEN:
        return UNKNOWN
    first = annotated(inference, given[0], scope)  # Float[Tensor, "batch"], TensorType["batch"]
    if isinstance(first, Tensor) and not isinstance(given[0], ast.Constant):
        return first
    return _named(inference, head, scope) if isinstance(head, (ast.Name, ast.Attribute)) else UNKNOWN


def _parsed(text: str, place: ast.AST) -> ast.expr | None:
    """A string annotation as an expression which stands where the string stood."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            ast.copy_location(node, place)
    return tree


# -- type comments -----------------------------------------------------------------------------------------


def type_comment(inference: Inference, binding: Binding, scope: Scope) -> Kind | None:
    """What a ``# type:`` comment on the line of an assignment says, None without one."""
    if binding.form != "value" or not scope.index.has_type_comments:
        return None
    line, column = end_of(binding.source)
    match_ = _COMMENT.search(scope.index.lines[line - 1], min(column, len(scope.index.lines[line - 1])))
    if match_ is None:
        return None
    parsed = _parsed(match_[1], binding.source)
    known = annotated(inference, parsed, scope) if parsed is not None else UNKNOWN
    for index in binding.unpack:
        known = (
            known.items[index]
            if isinstance(known, Row) and index is not None and index < len(known.items)
            else UNKNOWN
        )
    return None if known == UNKNOWN else known


def _signature_comment(definition: FunctionDefinition) -> re.Match[str] | None:
    index = definition.outer.index
    if not index.has_type_comments:
        return None
    first = definition.node.body[0].lineno
    for line in index.lines[definition.node.lineno - 1 : first]:
        comment = _COMMENT.search(line)
        if comment is not None and line.lstrip().startswith("#"):
            return _SIGNATURE.match(comment[1])
    return None


def argument_by_comment(inference: Inference, definition: FunctionDefinition, name: str) -> Kind | None:
    """What a signature's type comment, or the comment beside an argument, says of a parameter."""
    index = definition.outer.index
    if not index.has_type_comments:
        return None
    node = definition.node
    names = [a.arg for a in definition.parameters]
    if name not in names:
        return None
    argument = definition.parameters[names.index(name)]
    if argument.lineno < node.body[0].lineno and argument.lineno != node.lineno:
        beside = _COMMENT.search(index.lines[argument.lineno - 1])
        parsed = _parsed(beside[1], argument) if beside is not None else None
        if parsed is not None:
            return annotated(inference, parsed, definition.outer)
    signature = _signature_comment(definition)
    if signature is None or signature["given"].strip() == "...":
        return None
    parsed = _parsed(f"({signature['given']},)", node)
    if not isinstance(parsed, ast.Tuple):
        return None
    skipped = len(names) - len(parsed.elts)  # the comment may leave self out
    at = names.index(name) - skipped
    return annotated(inference, parsed.elts[at], definition.outer) if 0 <= at < len(parsed.elts) else None


def returned_by_comment(inference: Inference, definition: FunctionDefinition) -> Kind | None:
    """What a signature's type comment says a function returns."""
    signature = _signature_comment(definition)
    parsed = _parsed(signature["result"], definition.node) if signature is not None else None
    known = annotated(inference, parsed, definition.outer) if parsed is not None else UNKNOWN
    return None if known == UNKNOWN else known


# -- docstrings --------------------------------------------------------------------------------------------

_TENSOR_WORD = re.compile(
    r"\b(?:Float|Long|Int|Byte|Bool|Half|Double)?(?:Tensor|Parameter)\b|\btorch\.tensor\b|\btensor\b"
)
_OTHER_WORD = re.compile(
    r"\b(?:ndarray|array|DataFrame|Series|dict|str|string|int|float|bool|list|tuple|callable|Dataset|DataLoader)\b"
)


_SHAPES = tuple(
    re.compile(shape, re.MULTILINE)
    for shape in (
        r"^[ \t]*\**(?P<name>\w+)[ \t]*\((?P<type>[^)\n]*)\)",
        r":param[ \t]+(?P<type>[^:\n]+?)[ \t]+(?P<name>\w+)[ \t]*:",
        r":type[ \t]+(?P<name>\w+)[ \t]*:(?P<type>[^\n]*)",
        r"^[ \t]*(?P<name>\w+)[ \t]*:[ \t]*(?P<type>[^\n]*)$",
    )
)


def documented(definition: FunctionDefinition, name: str) -> Kind:
    """What a docstring says the type of a parameter is: Google's, NumPy's or Sphinx's way of writing it."""
    nodes: list[ast.AsyncFunctionDef | ast.FunctionDef | ast.ClassDef] = [definition.node]
    if definition.in_class is not None and definition.node.name == "__init__":
        nodes.append(definition.in_class.node)
    for node in nodes:
        text = ast.get_docstring(node, clean=False)
        if text is None or name not in text:
            continue
        for shape in _SHAPES:
            found = next((m for m in shape.finditer(text) if m["name"] == name), None)
            if found is not None:
                return _documented(found["type"])
    return UNKNOWN


def _documented(text: str) -> Kind:
    other = _OTHER_WORD.search(text)
    tensor = _TENSOR_WORD.search(text)
    if tensor is not None and other is None:
        return Tensor("a tensor by the docstring", "docstring")
    if other is not None and tensor is None:
        return Foreign(f"a {other[0]} by the docstring", False, "docstring")
    return UNKNOWN
