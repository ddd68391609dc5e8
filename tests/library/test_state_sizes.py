"""What is known of layers' parameters and attributes is what PyTorch's own layers have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from flake8_detach.library.constructors import POSITIONS
from flake8_detach.library.layers import KEPT_SIZES
from flake8_detach.library.state_sizes import RECURRENT, SIZES
from flake8_detach.torch_facts import module as module_facts

GIVEN: dict[str, Any] = {
    "in_features": 3, "out_features": 5, "in1_features": 2, "in2_features": 7, "num_embeddings": 11, "embedding_dim": 3,
    "num_features": 4, "num_channels": 4, "num_groups": 2, "in_channels": 2, "out_channels": 6, "kernel_size": 3,
    "embed_dim": 4, "num_heads": 2, "input_size": 3, "hidden_size": 5, "normalized_shape": (2, 3), "d_model": 4, "nhead": 2,
    "dim_feedforward": 8, "output_size": 2, "threshold": 0.1, "value": 0.2, "min_val": -1.0, "max_val": 1.0, "affine": True,
    "track_running_stats": True, "bias": True,
}  # fmt: skip
MADE_OF_OTHERS = frozenset({"TransformerEncoder", "TransformerDecoder"})


def made(short: str) -> Any:
    nn = pytest.importorskip("torch").nn
    named = {name: GIVEN[name] for name in POSITIONS.get(short, ()) if name in GIVEN}
    return getattr(nn, short)(**named)


@pytest.mark.parametrize("short", sorted(SIZES))
def test_sizes_are_those_of_the_parameters(short: str) -> None:
    layer = made(short)
    for name, tensor in (*layer.named_parameters(), *layer.named_buffers()):
        told = SIZES[short].get(name.partition("_l")[0] if short in RECURRENT else name)
        if told is not None:
            assert len(told) == tensor.dim()
            assert all(GIVEN.get(of, size) == size for of, size in zip(told, tensor.shape))


def asked() -> Iterator[str]:
    for short in sorted(POSITIONS):
        if module_facts(short) is not None and not short.startswith("Lazy") and short not in MADE_OF_OTHERS:
            yield short


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("short", [*asked()])
def test_a_layer_keeps_the_sizes_its_constructor_takes(short: str) -> None:
    layer = made(short)
    assert {name for name in KEPT_SIZES if hasattr(layer, name)} == KEPT_SIZES.intersection(POSITIONS[short])
