"""Nothing a file holds makes the evidence fail, and places are right in characters."""

from __future__ import annotations

import ast

import pytest

from flake8_detach.evidence import OneFile, Verdict, data_findings
from flake8_detach.evidence.source_index import SourceIndex

DEEP = 400


@pytest.mark.parametrize(
    "text",
    [
        "x = " + " + ".join(["a.data"] * 600),
        "x = " + "f(" * 80 + "a.data" + ")" * 80,
        "x = a" + ".b" * DEEP + ".data",
        "x = a" + ".b()" * DEEP + ".data",
        "\n".join(f"x{i + 1} = x{i}.data" for i in range(500)),
        "if a.data:\n    pass\n" + "".join(f"elif a == {i}:\n    a.data\n" for i in range(300)),
        "def f(x):\n    return f(x).data\nf(f(1)).data\n",
        "class A(A):\n    def f(self):\n        return self.f().data\n",
        "class A(B): pass\nclass B(A): pass\nB().x.data\n",
        "from a import *\nfrom b import *\ny.data\n",
        "x = x\nx.data\nx: x = x.data\n",
        "def f(a, /, b, *c, d, **e):\n    a.data, b.data, c[0].data, d.data, e['k'].data\n",
        "global x\nx.data\ndel x.data\n",
        "(lambda x: x.data)(1)\n[x.data for x in y if x.data for z in x.data]\n",
        "match x.data:\n    case {'a': y}: y.data\n    case [*z]: z.data\n",
        "async def f():\n    async with a.data as b: await b.data\n    async for c in b: c.data\n",
        "x: 'List[' = 1\nx.data\ndef f(y: ''): y.data\n",
        "def f(x):\n    # type: (\n    return x.data\n",
        "@x.data\ndef f(): ...\n@y.data\nclass C(z.data, metaclass=w.data): ...\n",
        "try: x.data\nexcept x.data as e: e.data\nelse: x.data\nfinally: x.data\n",
    ],
)  # fmt: skip
def test_never_fails(text: str) -> None:
    tree = ast.parse(text)
    sites = [n for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr == "data"]
    assert len(data_findings(text, tree, "t.py")) == len(sites)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x.data", (1, 1, 1, 7)),
        ("é.data", (1, 1, 1, 7)),
        ("s = '😀'; x.data", (1, 10, 1, 16)),
        ("(x\n  .data)", (1, 2, 2, 8)),
        ("(x.  # why\n data)", (1, 2, 2, 6)),
        ("x.\\\n  data", (1, 1, 2, 7)),
        ("if 1:\r\n\tx.data\r\n", (2, 2, 2, 8)),
        ("a = 1\rx.data\r", (2, 1, 2, 7)),
        ("def f():\n  '''é'''; self.é.data", (2, 12, 2, 23)),
    ],
)
def test_places_are_in_characters(text: str, place: tuple[int, int, int, int]) -> None:
    (use,) = data_findings(text, ast.parse(text), "t.py")
    assert (use.span.line, use.span.column, use.span.end_line, use.span.end_column) == place


def test_sites_in_source_order_with_their_nodes_around() -> None:
    index = SourceIndex("a.data\nb.data.c.data", ast.parse("a.data\nb.data.c.data"))
    assert [(s.node.lineno, s.node.end_col_offset) for s in index.sites()] == [(1, 6), (2, 6), (2, 13)]
    assert all(isinstance(site.around[0], ast.Module) for site in index.sites())


def test_the_interpreter_is_believed() -> None:
    text = "class C:\n    def f(self):\n        self.data\n"
    tree = ast.parse(text)
    (use,) = data_findings(text, tree, "t.py", known=lambda _: "tensor")
    assert (use.verdict, use.judgement.rule) == (Verdict.TENSOR, "value")
    (use,) = data_findings(text, tree, "t.py", known=lambda _: None)
    assert use.verdict is Verdict.NOT_TENSOR


def test_what_is_only_used_as_a_tensor_may_be_of_a_class_of_its_own() -> None:
    for imported, verdict in (
        ("from toolbox import Held as make", Verdict.NOT_TENSOR),
        ("from toolbox import make", Verdict.TENSOR),
    ):
        text = f"import torch\n{imported}\ndef f():\n    p = make(3)\n    p.expand(3)\n    return p.data\n"
        (use,) = data_findings(text, ast.parse(text), "t.py", known=lambda _: "used as a tensor")
        assert use.verdict is verdict


def test_what_is_used_as_tensors_are_is_none_if_it_has_what_none_has() -> None:
    for has, verdict in (("m.eliminate_zeros()", Verdict.NOT_TENSOR), ("m.sum()", Verdict.TENSOR)):
        text = f"import torch\ndef f(make):\n    m = make(3)\n    {has}\n    return m.data\n"
        (use,) = data_findings(text, ast.parse(text), "t.py", known=lambda _: "used as a tensor")
        assert use.verdict is verdict


def test_a_gradient_seen_to_be_none_is_still_a_gradient() -> None:
    text = "import torch\ndef f(p: torch.Tensor): return p.grad.data\n"
    (use,) = data_findings(text, ast.parse(text), "t.py", known=lambda _: "not a tensor")
    assert use.verdict is Verdict.TENSOR


@pytest.mark.parametrize(("unknown", "reported"), [("report", True), ("ignore", False)])
def test_unknown_data(unknown: str, reported: bool) -> None:
    text = "import torch\ndef f(x): return x.data\n"
    (use,) = data_findings(text, ast.parse(text), "t.py", unknown=unknown, resolver=OneFile())  # type: ignore[arg-type]
    assert use.verdict is Verdict.UNKNOWN
    assert use.reported is reported
    assert use.finding().evidence == f"can't tell: {use.reason}"
