import torch

LAST = None
NAME = None


def remember(value: torch.Tensor):
    global LAST, NAME
    LAST = value
    NAME = "last"


def last():
    return LAST.data, NAME.data  # tensor annotation; unknown none


def best(values):
    found = None

    def take(value):
        nonlocal found
        found = torch.zeros(3)

    take(values)
    return found.data  # tensor flow


def never(values):
    found = None
    values.take(found)
    return found.data  # not flow
