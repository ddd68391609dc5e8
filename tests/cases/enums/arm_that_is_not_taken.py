# codes: DET1
from dataclasses import dataclass
from enum import Enum, Flag, IntEnum, auto

import torch
from torch import nn


class Noise(Enum):
    NONE = auto()
    DROP = auto()


class Option(Flag):
    CLIP = auto()
    LOG = auto()


class Stage(IntEnum):
    WARM = 0
    MAIN = 1


@dataclass
class Config:
    noise: Noise


def perturb(p, cfg):
    match cfg:
        case Config(noise=Noise.DROP):
            p.data.bernoulli_(0.5)
        case Config(noise=Noise.NONE):
            pass


def drop(p, noise):
    if noise is Noise.DROP:
        p.data.zero_()


def finish(p, option):
    if Option.CLIP in option:
        p.data.clamp_(-0.1, 0.1)
    if option & Option.CLIP:
        p.data.clamp_(-0.1, 0.1)


table = {Noise.DROP: lambda p: p.data.zero_(), Noise.NONE: lambda p: None}
w = nn.Parameter(torch.randn(3))
loss = w.pow(2).sum()
perturb(w, Config(Noise.NONE))
drop(w, Noise.NONE)
finish(w, Option.LOG)
table[Noise.NONE](w)
for stage in Stage:
    if stage > Stage.MAIN:
        w.data.zero_()
loss.backward()
