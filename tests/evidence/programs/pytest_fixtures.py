import pytest
import torch
from torch.nn.utils.rnn import pack_padded_sequence


@pytest.fixture
def weight():
    yield torch.zeros(3)


class TestPacking:
    @pytest.fixture
    def packed(self):
        return pack_padded_sequence(torch.zeros(3, 2), [2, 1])

    def test_device(self, packed, weight, move):
        assert packed.data.device  # not flow
        packed = move(packed)
        assert packed.data.device  # not kept
        assert weight.data.device  # tensor flow
