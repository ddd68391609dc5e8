import importlib

import pytest

torch = pytest.importorskip("torch")
np = importlib.import_module("numpy")


def test_layer(layer):
    for _, weight in layer.weights.items():
        assert weight.data.tolist()  # unknown none
    assert torch.ones(2).data.sum() == 2  # tensor flow
    assert np.ones(2).data  # not flow
