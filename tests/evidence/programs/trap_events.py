from selectors import DefaultSelector

import torch

from somewhere import Kind


def ready(connections):
    with DefaultSelector() as selector:
        for key, events in selector.select():
            key.data  # not flow
        return {key.data for key, events in selector.select()}  # not flow


def only(events):
    for event in events:
        if event.type == Kind.PRESSED:
            event.data  # not use


def of_a_kind(node):
    if node.type in ("leaf", "root"):
        return node.data  # not use
    return None


def compared_as_tensors_are(x, y):
    if x.dtype != y.dtype or x.shape == y.shape:
        x.data  # unknown none


def asked_for_its_type(z):
    if z.type() == "torch.FloatTensor":
        z.data  # unknown none
