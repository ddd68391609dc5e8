"""How often each rule is found in real packages, as recorded: whoever changes that reads the difference first."""

from __future__ import annotations

import pytest
from count_findings import PACKAGES, count_all, differences, recorded, table


def test_every_package_is_recorded() -> None:
    assert set(recorded()) == set(PACKAGES)


@pytest.mark.slow
def test_the_findings_are_those_recorded() -> None:
    counts, left_out = count_all()
    if not counts:
        pytest.skip("no package can be fetched")
    print("\n".join((*table(counts), *(f"{name} is left out: {why}" for name, why in left_out.items()))))
    assert differences(recorded(), counts) == []
