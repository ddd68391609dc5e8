# codes: DET1
from enum import Enum, Flag, StrEnum, auto

import torch


class Noise(Enum):
    NONE = auto()
    DROP = auto()


class Option(Flag):
    CLIP = auto()
    LOG = auto()


class Mode(StrEnum):
    TRAIN = auto()
    EVAL = auto()


def perturb(p, noise):
    match noise:
        case Noise.DROP:
            p.data.mul_(0.5)  # expect: DET101
        case Noise.NONE:
            pass


def finish(p, option):
    if option & Option.CLIP:
        p.data.mul_(0.5)  # expect: DET101


w = torch.randn(3, requires_grad=True)
loss = w.pow(2).sum()
perturb(w, Noise["DROP"])
loss.backward()

loss = w.pow(2).sum()
finish(w, Option.LOG | Option.CLIP)
loss.backward()

loss = w.pow(2).sum()
if "train" == Mode.TRAIN and Mode("eval").name == "EVAL":
    w.data.mul_(0.5)  # expect: DET101
loss.backward()
