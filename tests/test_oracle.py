"""The parts of the oracle that need no PyTorch, and the oracle on programs whose truth is known by hand."""

from __future__ import annotations

import pytest

from .case_files import read_case
from .oracle import Backward, Outcome, Verdict, judge_many, torch_available
from .oracle.statements import code_lines, statement_starts
from .oracle.verdict import error_kind, from_json, to_json
from .truth import contradictions

PREAMBLE = "import torch\na = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\n"
PROGRAMS = {
    "data": "out = a.sigmoid()\nout.data.zero_()\nout.sum().backward()\n",
    "detach": "out = a.sigmoid()\nout.detach().zero_()\nout.sum().backward()\n",
    "unsaved": "out = a.sigmoid().sum()\nout.data.zero_()\nout.backward()\n",
    "lucky": "out = a.relu()\nout.data.mul_(2.0)\nout.sum().backward()\n",
    "caught": "out = a.exp()\nout.detach().zero_()\ntry:\n    out.sum().backward()\nexcept RuntimeError:\n    pass\n",
    "array": "out = a.exp()\nout.detach().numpy()[:] = 0\nout.sum().backward()\n",
    "cut": "h = a * 2\nout = h.pow(2)\nh.detach_()\nout.sum().backward()\n",
    "leaf": "a.zero_()\n",
}
LINES = {
    "data": {4: "silent"},
    "detach": {4: "error"},
    "unsaved": {4: "harmless"},
    "lucky": {4: "latent"},
    "caught": {4: "error"},
    "array": {4: "silent"},
    "cut": {5: "error"},
    "leaf": {},
}


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    return judge_many({name: PREAMBLE + program for name, program in PROGRAMS.items()})


@pytest.mark.oracle
@pytest.mark.xdist_group("live verdicts of the oracle's programs")
@pytest.mark.parametrize("name", PROGRAMS)
def test_known_truth(name: str, verdicts: dict[str, Verdict]) -> None:
    assert verdicts[name].usable
    assert dict(verdicts[name].lines) == LINES[name]


@pytest.mark.oracle
def test_says_where_a_backward_raised_although_it_was_caught(verdicts: dict[str, Verdict]) -> None:
    assert verdicts["caught"].outcome.ok
    assert verdicts["caught"].backwards == (Backward(6, "inplace-modified"),)
    assert verdicts["leaf"].refusals == ((3, "leaf-inplace"),)
    assert verdicts["detach"].unexecuted == frozenset()


@pytest.mark.oracle
def test_survives_programs_that_do_not_run() -> None:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    found = judge_many({"syntax": "def", "death": "import os\nos.abort()\n", "exit": "raise SystemExit(3)\n"})
    assert [found[name].status for name in ("syntax", "death", "exit")] == ["syntax", "died", "ok"]


def test_a_verdict_survives_json() -> None:
    verdict = Verdict(
        status="ok",
        faithful=True,
        lines={3: "silent", 10: "error"},
        outcome=Outcome(False, "RuntimeError", "inplace-modified", 12, "text", (14, 12)),
        backwards=(Backward(12, "inplace-modified"), Backward(5, None)),
        refusals=((12, "inplace-modified"),),
        library=frozenset({10}),
        graph=frozenset({3}),
        via={3: (14,)},
        unexecuted=frozenset({13}),
    )
    assert from_json(to_json(verdict)) == verdict


def test_statements_own_their_lines() -> None:
    source = "x = f(\n    1,\n)\nif x and (\n    y\n):\n    z = 1\n"
    assert statement_starts(source) == {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 4, 7: 7}


def test_what_python_does_not_run_is_no_code_line() -> None:
    source = 'def f():\n    "text"\n    global x\n    x = 1\n'
    assert code_lines(source) == {1, 4}


def test_knows_pytorch_refusals_by_their_text() -> None:
    assert error_kind("a leaf Variable that requires grad is being used") == "leaf-inplace"
    assert error_kind("index out of range") == "other"


SOURCE = "a = 1\nb = 2\nc = 3\n"
RUNS = Verdict(status="ok", faithful=True, outcome=Outcome(ok=True))


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ([(2, "DET101")], Verdict(status="ok", lines={2: "silent"})),
        ([(2, "DET104")], Verdict(status="ok", lines={2: "error"})),
        ([(2, "DET121"), (2, "DET202")], Verdict(status="ok", lines={2: "harmless"})),
        ([(3, "DET301")], Verdict(status="ok", refusals=((3, "no-grad-fn"),))),
        ([(2, "DET303")], Verdict(status="ok", refusals=((3, "no-grad-fn"),))),
        ([], Verdict(status="ok", lines={2: "latent", 3: "harmless"})),
    ],
)
def test_agreement(claims: list[tuple[int, str]], verdict: Verdict) -> None:
    assert contradictions(SOURCE, claims, verdict) == []


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ([(2, "DET101")], Verdict(status="ok", lines={2: "error"})),
        ([(2, "DET102")], Verdict(status="ok", lines={2: "silent"})),
        ([(2, "DET101")], Verdict(status="ok", lines={2: "harmless"})),
        ([(2, "DET101")], RUNS),
        ([(2, "DET121")], Verdict(status="ok", lines={2: "silent"})),
        ([(2, "DET202")], Verdict(status="ok", lines={2: "silent"})),
        ([], Verdict(status="ok", lines={2: "error"})),
        ([(3, "DET305")], RUNS),
        ([(3, "DET301")], Verdict(status="ok", refusals=((3, "freed-graph"),))),
        ([], Verdict(status="ok", refusals=((3, "leaf-inplace"),))),
    ],
)
def test_contradiction(claims: list[tuple[int, str]], verdict: Verdict) -> None:
    assert contradictions(SOURCE, claims, verdict) != []


def test_reads_a_case() -> None:
    text = "# codes: DET1\nx = 1  # expect: DET101 DET201\n# for PyTorch only\ny = 2\n"
    case = read_case("folder/name", text)
    assert case.expected == {(2, "DET101"), (2, "DET201")}
    assert case.families == ("DET1",)
    assert case.source == "# codes: DET1\nx = 1  # expect: DET101 DET201\n"
    assert case.program == text


@pytest.mark.parametrize("comment", ["# expect DET101", "# expect: det101", "# expected: nothing"])
def test_refuses_a_mark_it_cannot_read(comment: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        read_case("name", f"x = 1  {comment}\n")
