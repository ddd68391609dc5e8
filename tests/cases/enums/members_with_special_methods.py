# codes: DET1
import enum

import torch

w = torch.ones(3, requires_grad=True)


class Mode(str, enum.Enum):
    TRAIN = "train"
    EVAL = "eval"

    def __str__(self):
        return self.value

    @classmethod
    def _missing_(cls, value):
        return cls.EVAL


class Level(enum.Enum):
    NONE = 0
    SOME = 1

    def __bool__(self):
        return self.value > 0

    def __eq__(self, other):
        return self.value == other

    def __lt__(self, other):
        return self.value < other.value


class Rank(enum.Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    FIRST = enum.auto()
    SECOND = enum.auto()


class Scale(enum.Enum):
    BIG = 1

    def __new__(cls, factor):
        made = object.__new__(cls)
        made._value_ = factor * 10
        return made


def step(write):
    y = w.sigmoid()
    if write:
        y.data.zero_()  # expect: DET101
    y.sum().backward()


def check(holds):
    y = w.sigmoid()
    if not holds:
        y.data.zero_()
    y.sum().backward()


step(str(Mode.TRAIN) == "train")
step(f"{Mode.TRAIN}-1" == "train-1")
step(Mode("validate") is Mode.EVAL)
step(not Level.NONE)
step(Level.SOME == 1)
step(Level.NONE < Level.SOME)
check(str(Mode.TRAIN) == "train")
check(f"{Mode.TRAIN}" == "train")
check(Mode("validate") is Mode.EVAL)
check(not Level.NONE)
check(Level.SOME == 1 and Level.NONE < Level.SOME)
y = w.sigmoid()
if Rank.FIRST.value == "first":
    y.data.zero_()  # expect: DET101
y.sum().backward()
y = w.sigmoid()
if Scale.BIG.value == 10:
    y.data.zero_()  # expect: DET101
y.sum().backward()
