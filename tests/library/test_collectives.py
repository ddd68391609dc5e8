"""Which argument a collective writes, and whether its counter moves: a group of one process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from flake8_detach.library.collectives import COUNTED, UNSEEN

CALLS: dict[str, Any] = {
    "all_reduce": lambda dist, out, given: dist.all_reduce(out),
    "reduce": lambda dist, out, given: dist.reduce(out, 0),
    "broadcast": lambda dist, out, given: dist.broadcast(out, 0),
    "scatter": lambda dist, out, given: dist.scatter(out, [given], 0),
    "all_to_all_single": lambda dist, out, given: dist.all_to_all_single(out, given),
    "all_gather": lambda dist, out, given: dist.all_gather([out], given),
    "all_gather_into_tensor": lambda dist, out, given: dist.all_gather_into_tensor(out, given),
    "gather": lambda dist, out, given: dist.gather(given, [out], 0),
    "reduce_scatter": lambda dist, out, given: dist.reduce_scatter(out, [given]),
    "reduce_scatter_tensor": lambda dist, out, given: dist.reduce_scatter_tensor(out, given),
    "all_to_all": lambda dist, out, given: dist.all_to_all([out], [given]),
    "all_gather_single": lambda dist, out, given: dist.all_gather_single(out, given),
    "reduce_scatter_single": lambda dist, out, given: dist.reduce_scatter_single(out, given),
}
IN_PLACE = frozenset({"all_reduce", "reduce", "broadcast"})
"""Of a group of one, what these give is what they were given."""


def test_each_collective_is_asked_about() -> None:
    assert CALLS.keys() == UNSEEN.keys() | COUNTED.keys()


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> Any:
    pytest.importorskip("torch")
    import torch.distributed as dist

    path: Path = tmp_path_factory.mktemp("group") / "store"
    dist.init_process_group("gloo", store=dist.FileStore(str(path), 1), rank=0, world_size=1)
    yield dist
    dist.destroy_process_group()


@pytest.mark.oracle
@pytest.mark.parametrize("name", CALLS)
def test_pytorch_moves_the_counter_of(name: str, group: Any) -> None:
    import torch

    out, given = torch.zeros(4), torch.ones(4)
    before = out._version
    CALLS[name](group, out, given)
    assert given._version == 0
    assert (out._version > before) is (name in COUNTED)
    assert name in IN_PLACE or torch.equal(out, given)
