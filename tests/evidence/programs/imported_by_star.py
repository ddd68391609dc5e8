"""What ``import *`` may bring is taken to be what its usual name says."""

from fastai.basics import *


def confidence(logits):
    best, place = torch.max(logits, 1)
    return best.data, place.data  # tensor flow; tensor flow


def bare(o):
    return o.data  # unknown none


def shown():
    return np.zeros(3).data  # not flow
