"""The recorded sample of generated programs: what the checker must reach on it, and that it is what it says it is."""

from __future__ import annotations

import pytest

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

from .generator import generate, sample
from .generator.scoring import Score, score_program
from .oracle import judge_many, recorded, torch_available

pytestmark = pytest.mark.xdist_group("generated")
LEAST = {("found silent", "silent"): 0.98, ("found error", "error"): 0.97}
MOST = {
    ("falsely accused on graph", "harmless on graph"): 0.02,
    ("falsely accused elsewhere", "other lines"): 0.0005,
    ("claims on programs without harm", "programs without harm"): 0.01,
}


@pytest.fixture(scope="module")
def score() -> Score:
    total = Score()
    for key, (source, verdict) in sample.load().items():
        findings = check_source(source, f"{key}.py", Settings())
        found = [(finding.span.line, finding.code) for finding in findings]
        total.add(score_program(key, source, found, verdict))
    return total


@pytest.mark.parametrize(("part", "whole"), LEAST)
def test_finds_what_pytorch_does(score: Score, part: str, whole: str) -> None:
    rate = score.rate(part, whole)
    assert rate is not None
    assert rate >= LEAST[part, whole], score.misses


@pytest.mark.parametrize(("part", "whole"), MOST)
def test_accuses_no_line_that_is_right(score: Score, part: str, whole: str) -> None:
    rate = score.rate(part, whole)
    assert rate is not None
    assert rate <= MOST[part, whole], score.misses


def test_swaps_no_class(score: Score) -> None:
    assert score.counts["swapped"] == 0, score.misses


def test_sample_holds_bugs_and_near_misses(score: Score) -> None:
    assert min(score.counts["programs that harm"], score.counts["programs without harm"]) > 40


def test_generator_is_reproducible() -> None:
    few, more = generate(3, 20), generate(3, 200)
    assert more[:20] == few


def test_sample_is_what_the_generator_makes() -> None:
    made = {program.key: program.source for program in sample.programs()}
    kept = {key: source for key, (source, _) in sample.load().items()}
    assert kept.items() <= made.items(), "record it again: python tools/score_generated.py --record"


@pytest.mark.oracle
def test_recorded_verdicts_are_what_pytorch_does() -> None:
    if not torch_available() or recorded.torch_release() != sample.release():
        pytest.skip(f"the verdicts are of PyTorch {sample.release()}")
    kept = sample.load()
    assert judge_many({key: source for key, (source, _) in kept.items()}) == {
        key: v for key, (_, v) in kept.items()
    }
