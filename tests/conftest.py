"""For all tests: what they find is not kept where the user's own runs keep it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from flake8_detach.earlier import ENVIRONMENT


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get(ENVIRONMENT)
    os.environ[ENVIRONMENT] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ[ENVIRONMENT]
    else:
        os.environ[ENVIRONMENT] = before
