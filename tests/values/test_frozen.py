"""Frozen dataclasses are those of Python, but for the guard at run time."""

from __future__ import annotations

import copy
from dataclasses import fields, is_dataclass

from flake8_detach.autograd import Grad, Machine, Meta
from flake8_detach.frozen import replace
from flake8_detach.values import FALSE, NONE, Const, Native, Ref, TensorRef, Value


def test_a_change_makes_another_record() -> None:
    machine = Machine()
    of = machine.tensors[machine.tensor("here", "x", Grad.YES)]
    changed = replace(of, label="y", requires_grad=Grad.NO)
    assert (of.label, changed.label) == ("x", "y")
    assert changed == replace(changed) and changed is not replace(changed)
    same = [f.name for f in fields(of) if getattr(of, f.name) == getattr(changed, f.name)]
    assert {f.name for f in fields(of)} - set(same) == {"label", "requires_grad"}


def test_of_one_field() -> None:
    assert replace(Native("torch.add"), name="torch.mul") == Native("torch.mul")


def test_they_are_compared_by_kind_and_content() -> None:
    assert is_dataclass(Meta)
    values: list[Value] = [Ref(1), TensorRef(1)]
    assert values[0] == Ref(1) and values[0] != values[1]
    assert len({Ref(1), Ref(1), TensorRef(1), NONE, FALSE, Const(0), Const(0.0)}) == 6
    assert hash(Meta("float32")) == hash(Meta("float32"))
    assert repr(Ref(1)) == "Ref(id=1)"
    assert copy.deepcopy(Meta("float32")) == Meta("float32")
