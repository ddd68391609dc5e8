"""What the other modules of a project tell, and that nothing outside it is looked at."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from flake8_detach.evidence import OneFile, Resolver, Verdict, data_findings
from flake8_detach.evidence.resolver import Project


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def verdicts(path: Path, resolver: Resolver) -> list[Verdict]:
    text = path.read_text(encoding="utf-8")
    return [use.verdict for use in data_findings(text, ast.parse(text), str(path), resolver=resolver)]


LIBRARY = {
    "pack/__init__.py": "from .parts import Held as Kept, make\nfrom .more import *\n",
    "pack/parts.py": (
        "import torch\nfrom torch import nn\n"
        "class Held(nn.Parameter): pass\n"
        "class Node:\n    def __init__(self, data): self.data = data\n"
        "class Net(nn.Module):\n"
        "    def __init__(self):\n        super().__init__()\n        self.alpha = nn.Parameter(torch.zeros(1))\n"
        "    def score(self, x): return torch.sum(x)\n"
        "def make(n): return torch.zeros(n)\n"
    ),
    "pack/more.py": "from .parts import Net as StarNet\ndef node():\n    from .parts import Node\n    return Node(1)\n",
}


@pytest.mark.parametrize(
    ("imports", "expression", "verdict"),
    [
        ("from pack.parts import make", "make(3)", Verdict.TENSOR),
        ("from pack import make", "make(3)", Verdict.TENSOR),
        ("import pack.parts as p", "p.make(3)", Verdict.TENSOR),
        ("import pack.parts", "pack.parts.make(3)", Verdict.TENSOR),
        ("from .parts import make", "make(3)", Verdict.TENSOR),
        ("from . import parts", "parts.make(3)", Verdict.TENSOR),
        ("from pack import Kept", "Kept()", Verdict.TENSOR),
        ("from pack.parts import Net", "Net().alpha", Verdict.TENSOR),
        ("from pack.parts import Net", "Net().score(1)", Verdict.TENSOR),
        ("from pack import *", "StarNet().alpha", Verdict.TENSOR),
        ("from pack import node", "node()", Verdict.NOT_TENSOR),
        ("from pack.parts import Node", "Node(2)", Verdict.NOT_TENSOR),
        ("import torch\nfrom pack import nothing", "nothing(2)", Verdict.UNKNOWN),
    ],
)
def test_imports_lead_to_their_source(
    tmp_path: Path, imports: str, expression: str, verdict: Verdict
) -> None:
    write(tmp_path, {"setup.py": "", **LIBRARY, "pack/use.py": f"{imports}\n({expression}).data\n"})
    assert verdicts(tmp_path / "pack/use.py", Project([tmp_path])) == [verdict]


NOTES = {
    "pack/__init__.py": "from .notes import Samples\n",
    "pack/notes.py": (
        "from typing import List, Optional, Sequence\nimport torch\nfrom frames import Frame\n"
        "class Sample:\n"
        "    @property\n    def frame(self) -> Frame: return self._frame\n"
        "    @frame.setter\n    def frame(self, value): self._frame = value\n"
        "    @property\n    def weight(self) -> torch.Tensor: return self._weight\n"
        "    @weight.setter\n    def weight(self, value): self._weight = value\n"
        "    @weight.deleter\n    def weight(self): del self._weight\n"
        "Samples = Sequence[Sample]\nMaybe = Optional[Samples]\nWeights = List[torch.Tensor]\n"
        "Round = Sequence['Round']\n"
    ),
}


@pytest.mark.parametrize(
    ("note", "expression", "verdict"),
    [
        ("Sample", "given.weight", Verdict.TENSOR),
        ("Sample", "given.frame", Verdict.NOT_TENSOR),
        ("Weights", "given[0]", Verdict.TENSOR),
        ("Samples", "given[0].weight", Verdict.TENSOR),
        ("Samples", "given[0].frame", Verdict.NOT_TENSOR),
        ("Samples", "given[0].frame.cpu()", Verdict.NOT_TENSOR),
        ("Maybe", "given[0].weight", Verdict.TENSOR),
        ("notes.Maybe", "given[0].weight", Verdict.TENSOR),
        ("pack.Samples", "given[0].frame", Verdict.NOT_TENSOR),
        ("Round", "given[0]", Verdict.UNKNOWN),
        ("notes.Nothing", "given[0]", Verdict.UNKNOWN),
    ],
)
def test_aliases_of_annotations_and_properties_lead_to_their_source(
    tmp_path: Path, note: str, expression: str, verdict: Verdict
) -> None:
    imported = "" if "." in note else f"from pack.notes import {note}\n"
    use = f"import torch, pack\nfrom pack import notes\n{imported}"
    write(
        tmp_path,
        {"setup.py": "", **NOTES, "pack/use.py": f"{use}def f(given: {note}): ({expression}).data\n"},
    )
    assert verdicts(tmp_path / "pack/use.py", Project([tmp_path])) == [verdict]


def test_a_source_folder_and_one_file_alone(tmp_path: Path) -> None:
    write(tmp_path, {f"src/{name}": text for name, text in LIBRARY.items()})
    write(
        tmp_path,
        {
            "tests/test_it.py": "import torch\nfrom pack.parts import Net\ndef test(net: Net): net.alpha.data\n"
        },
    )
    assert verdicts(tmp_path / "tests/test_it.py", Project([tmp_path])) == [Verdict.TENSOR]
    assert verdicts(tmp_path / "tests/test_it.py", OneFile()) == [Verdict.UNKNOWN]


def test_nothing_is_run_and_nothing_outside_is_opened(tmp_path: Path) -> None:
    write(tmp_path, {"outside.py": "import torch\ndef make(): return torch.zeros(1)\n"})
    write(
        tmp_path / "project",
        {
            "danger.py": "import torch\nopen('ran', 'w')\nraise SystemExit\ndef make(): return torch.zeros(1)\n",
            "a.py": "import danger, outside\ndanger.make().data\noutside.make().data\n",
        },
    )
    (tmp_path / "project" / "linked.py").symlink_to(tmp_path / "outside.py")
    write(tmp_path / "project", {"b.py": "import linked\nlinked.make().data\n"})
    project = Project([tmp_path / "project"])
    first, second = verdicts(tmp_path / "project/a.py", project)
    assert first is Verdict.TENSOR
    assert second is not Verdict.TENSOR
    assert verdicts(tmp_path / "project/b.py", project) != [Verdict.TENSOR]
    assert not Path("ran").exists()


@pytest.mark.parametrize(
    "content", [b"def (", b"\xff\xfe\x00", b"# -*- coding: nonsense -*-\n", b"x" * 3_000_000]
)
def test_a_module_that_cannot_be_read_is_not_seen(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "broken.py").write_bytes(content)
    write(tmp_path, {"a.py": "import torch\nimport broken\nbroken.make().data\n"})
    assert verdicts(tmp_path / "a.py", Project([tmp_path])) == [Verdict.UNKNOWN]


def test_circular_imports_end(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "p/__init__.py": "from .a import *\nfrom .b import thing\n",
            "p/a.py": "from . import *\nfrom .b import *\nfrom p import thing\n",
            "p/b.py": "from .a import *\nfrom .a import thing\n",
            "use.py": "import torch\nfrom p import thing\nthing().data\n",
        },
    )
    assert verdicts(tmp_path / "use.py", Project([tmp_path])) == [Verdict.UNKNOWN]


def test_what_is_kept_parsed_is_bounded_and_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {f"m{i}.py": f"value = {i}\n" + "# long\n" * 20 for i in range(6)})
    monkeypatch.setattr("flake8_detach.evidence.resolver.MOST_KEPT", 400)
    project = Project([tmp_path])
    for _ in range(2):
        for i in range(6):
            found = project.find(f"m{i}.value")
            assert found is not None and found[0].text.startswith(f"value = {i}\n")
            kept = [index for index in project._files.values() if index is not None]
            assert sum(len(index.text) for index in kept) == project._kept <= 400
