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


def rebound(parts, softmax):
    beta = []
    for part in parts:
        beta.append(part.t())
    beta = softmax(torch.cat(beta, dim=-1))
    return beta.data.cpu().numpy()  # tensor result-use


def of_some_settings(x, settings={"size": 3, "kind": "plain"}):
    return settings["weights"].data.view(3, 1)  # unknown none


def of_a_list(given: list):
    return [given.data.sigmoid(), given[0].data.sigmoid()]  # tensor result-use; tensor result-use
