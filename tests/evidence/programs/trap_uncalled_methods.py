"""What of a tensor is a method, and of others a property."""

import torch


def picture(image, other, third, fourth):
    assert image.data.contiguous, "not contiguous"  # not result-use
    kept = other if other.data.contiguous else torch.ones(1)  # not result-use
    if not third.data.contiguous():  # tensor result-use
        return third
    if fourth.data.is_contiguous:  # unknown none
        return fourth
    return image, kept


def table(frame, picture, w: torch.Tensor):
    print(frame.values[0], picture.size[1], w.shape[0])
    print(frame.data, picture.data, w.data)  # not use; not use; tensor annotation
