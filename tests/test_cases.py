"""Every case: the checker finds exactly what is marked, and PyTorch agrees with every mark."""

from __future__ import annotations

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

from .case_files import Case, all_cases
from .oracle import Verdict, judge_many, recorded, torch_available
from .truth import contradictions

CASES = [pytest.param(case, id=case.key) for case in all_cases()]
RELEASE, RECORDED = recorded.load()


@pytest.mark.parametrize("case", CASES)
def test_checker_finds_exactly_what_is_marked(case: Case) -> None:
    settings = Settings(**dict(case.settings))  # type: ignore[arg-type]
    findings = check_source(case.source, f"{case.key}.py", settings)
    found = {(f.span.line, f.code) for f in findings if case.is_compared(f.code)}
    assert _annotated(case.source, found) == _annotated(case.source, set(case.expected))


@pytest.mark.parametrize("case", CASES)
def test_marks_agree_with_the_recorded_verdict(case: Case) -> None:
    digest, verdict = RECORDED[case.key]
    assert digest == recorded.digest(case.program), "stale verdict: run python -m tests.oracle --record"
    assert verdict.usable, verdict
    if case.is_compared("DET1") and case.is_compared("DET3"):
        assert contradictions(case.program, case.expected, verdict) == []


@pytest.fixture(scope="module")
def live_verdicts() -> dict[str, Verdict]:
    if not torch_available():
        pytest.skip("PyTorch is not installed")
    if recorded.torch_release() != RELEASE:
        pytest.skip(f"the verdicts are of PyTorch {RELEASE}")
    return judge_many({case.key: case.program for case in all_cases()})


@pytest.mark.oracle
@pytest.mark.xdist_group("live verdicts of the cases")
@pytest.mark.parametrize("case", CASES)
def test_recorded_verdict_is_what_pytorch_does(case: Case, live_verdicts: dict[str, Verdict]) -> None:
    assert live_verdicts[case.key] == RECORDED[case.key][1]


def test_no_recorded_verdict_is_left_over() -> None:
    assert set(RECORDED) == {case.key for case in all_cases()}


def _annotated(source: str, findings: set[tuple[int, str]]) -> list[str]:
    """The lines that carry findings, with their codes: what a failing comparison shows."""
    lines = source.splitlines()
    return [
        f"{number}: {lines[number - 1].split('# expect')[0].strip()}  <- {code}"
        for number, code in sorted(findings)
    ]
