"""What stands on the other side of a comparison."""

import torch
from sets import BaseDataset, fetch


def test_fetched(worker):
    base = BaseDataset(torch.tensor([3, 4]), torch.tensor([3, 4]))
    remote = fetch(worker)
    assert (remote.data == base.data).all()  # not compared; not flow


def test_weights(worker):
    weight = torch.zeros(2)
    copied = fetch(worker)
    assert (copied.data == weight.data).all()  # unknown none; tensor flow
