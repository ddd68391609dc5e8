"""The positions of constructor arguments are those of PyTorch's own signatures."""

from __future__ import annotations

import inspect

import pytest

from flake8_detach.library.constructors import OFF, POSITIONS
from flake8_detach.source.writes import LAST_IN_PLACE


@pytest.mark.parametrize("short", sorted(POSITIONS))
def test_positions_are_those_of_the_signature(short: str) -> None:
    nn = pytest.importorskip("torch").nn
    if short in ("RNN", "GRU", "LSTM"):
        pytest.skip("its constructor takes *args")
    names = list(inspect.signature(getattr(nn, short).__init__).parameters)[1:]
    assert tuple(names[: len(POSITIONS[short])]) == POSITIONS[short]


@pytest.mark.parametrize("short", ["RNN", "GRU", "LSTM"])
def test_positions_of_recurrent_layers(short: str) -> None:
    torch = pytest.importorskip("torch")
    values: dict[str, object] = {
        "input_size": 3,
        "hidden_size": 4,
        "num_layers": 2,
        "nonlinearity": "relu",
        "bias": False,
        "batch_first": True,
        "dropout": 0.5,
        "bidirectional": True,
        "proj_size": 2,
    }
    names = POSITIONS[short]
    layer = getattr(torch.nn, short)(*(values[name] for name in names))
    assert all(getattr(layer, name) == values[name] for name in names)


@pytest.mark.parametrize("short", sorted(OFF))
def test_options_are_off_by_default(short: str) -> None:
    nn = pytest.importorskip("torch").nn
    parameters = inspect.signature(getattr(nn, short).__init__).parameters
    assert all(parameters[name].default is False for name in OFF[short])


def test_those_told_in_place_by_their_last_position() -> None:
    functional = pytest.importorskip("torch").nn.functional
    told = set(LAST_IN_PLACE.split("|"))
    assert {name for name in told if name[0].isupper()} == {
        short for short, names in POSITIONS.items() if names[-1] == "inplace"
    }
    for name in told:
        if name[0].islower():
            assert list(inspect.signature(getattr(functional, name)).parameters)[-1] == "inplace"
