"""The labelled sites of real packages: what the rules reach on them, and that no rule leans on names."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from score_evidence import fetch, read_labels, score, without_names

from flake8_detach.evidence.weak_names import WEAK_NOT_TENSOR, WEAK_TENSOR


def test_the_labels_are_many_and_of_many_packages() -> None:
    labels = read_labels()
    assert len({row.package for row in labels}) >= 10
    assert len(labels) >= 300
    assert {row.label for row in labels} == {"tensor", "not_tensor", "unsure"}
    assert len({(row.folder, row.path, row.place) for row in labels}) == len(labels)


def test_few_names_are_known() -> None:
    assert len(WEAK_TENSOR | WEAK_NOT_TENSOR) <= 15


@pytest.mark.slow
def test_precision_and_recall(tmp_path: Path) -> None:
    labels = read_labels()
    try:
        fetch(labels, tmp_path)
    except subprocess.CalledProcessError:
        pytest.skip("the labelled packages cannot be fetched")
    alone = score(labels, tmp_path, project=False)
    together = score(labels, tmp_path, project=True)
    nameless = without_names(labels, tmp_path)
    print(f"one file {alone}\nproject {together}\nwithout names {nameless}")
    assert (alone.precision, alone.recall) >= (0.97, 0.98)
    assert alone.recall >= 0.98
    assert together.precision >= 0.99
    assert together.recall >= 0.99
    assert nameless.precision >= 0.97
