"""What moves stays what it is; what is done in an assignment was done before it; sizes have no names of their own."""

import torch
from frames import Frame


def moved(frame: Frame, old: "Frame"):
    frame = frame.cpu().data  # not annotation
    other = old.to("cpu").clone().data  # not annotation
    return frame, other


def blobs(layer):
    for blob in layer.blobs:
        sizes = blob.shape.dim
        first = blob.data[0]  # not use
        return sizes, first


def measured(model, x):
    out = model(x)
    print(x.shape.numel())
    return out.data.max(1, keepdim=True)[1]  # tensor result-use


def kept_test(items, other):
    for item in items:
        known = isinstance(item, torch.Tensor)
        if known:
            item.data  # tensor isinstance
    held = isinstance(other, torch.Tensor)
    other = next(other)
    if held:
        other.data  # unknown none
