"""Functions that write what they are given to a file, and those that read it back: nothing of it is computed with or changed,
and what is read shares no memory with anything."""

from __future__ import annotations

from collections.abc import Callable

from ..values import NONE, Arguments, Runtime, Value


def _write(rt: Runtime, arguments: Arguments) -> Value:
    return NONE


def _read(rt: Runtime, arguments: Arguments) -> Value:
    return rt.world.opaque("what a file holds")


WRITING = ("torch.save", "pickle.dump", "dill.dump", "joblib.dump", "json.dump", "numpy.save", "numpy.savez")
READING = (
    "torch.load torch.hub.load_state_dict_from_url pickle.load pickle.loads pickle.dumps dill.load joblib.load json.load"
    " json.loads json.dumps yaml.safe_load yaml.dump numpy.load numpy.loadtxt"
).split()

FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    **dict.fromkeys(WRITING, _write),
    **dict.fromkeys(READING, _read),
}
