"""Sequences of different lengths: padded to one tensor, or packed (torch/nn/utils/rnn.py). All of them are copies."""

from __future__ import annotations

from collections.abc import Callable

from ..autograd import Meta
from ..frozen import replace
from ..torch_facts import function, method, operator
from ..values import NONE, Arguments, Const, Instance, Items, Runtime, TensorRef, Value
from .operations import operate

PACKED = "torch.nn.utils.rnn.PackedSequence"
LENGTHS = "<lengths>"


def _joined(rt: Runtime, label: str, sequences: Value) -> TensorRef | None:
    """One tensor with a copy of all elements; nothing of them is kept."""
    facts = function("torch.cat")
    made = operate(rt, label, facts, Arguments((sequences,))) if facts is not None else None
    return made if isinstance(made, TensorRef) else None


def _pack_padded(rt: Runtime, arguments: Arguments) -> Value | None:
    padded, lengths = arguments.get(0, "input"), arguments.get(1, "lengths")
    return _pack(rt, rt.sequence("list", [padded]), lengths) if isinstance(padded, TensorRef) else None


def _pack_sequence(rt: Runtime, arguments: Arguments) -> Value | None:
    sequences = arguments.get(0, "sequences")
    return _pack(rt, sequences, None) if sequences is not None else None


def _pack(rt: Runtime, sequences: Value, lengths: Value | None) -> Value | None:
    data = _joined(rt, "pack", sequences)
    return wrap(rt, data, lengths or NONE) if data is not None else None


def _unpack(rt: Runtime, arguments: Arguments) -> Value | None:
    """With the batch first it is the transpose of a tensor that was filled time first."""
    sequence = arguments.get(0, "sequence")
    held = data_of(rt, sequence)
    thing = rt.world.get(sequence) if sequence is not None else None
    padded = _joined(rt, "pad_packed_sequence", rt.sequence("list", [held])) if held is not None else None
    if padded is None or not isinstance(thing, Instance):
        return None
    first = arguments.get(1, "batch_first")
    turned = False if first is None else rt.truth(first)
    known = rt.machine.tensors[padded.id].meta
    contiguous = None if turned is None else not turned
    rt.machine.describe(
        padded.id, replace(known, shape=(None, None, None), strides=None, contiguous=contiguous)
    )
    return rt.sequence("tuple", [padded, thing.attributes[LENGTHS]])


def _pad(rt: Runtime, arguments: Arguments) -> Value | None:
    sequences = arguments.get(0, "sequences")
    given = rt.world.get(sequences) if sequences is not None else None
    return _joined(rt, "pad_sequence", sequences) if isinstance(given, Items) and sequences else None


def _unpad(rt: Runtime, arguments: Arguments) -> Value | None:
    """The parts are copies; unless the batch comes first, the padded tensor itself is transposed for good."""
    padded, first = arguments.get(0, "padded_sequences"), arguments.get(2, "batch_first")
    transpose, item = method("transpose_"), operator("[]")
    if not isinstance(padded, TensorRef) or transpose is None or item is None:
        return None
    if first is None or rt.truth(first) is False:
        operate(rt, "unpad_sequence", transpose, Arguments((padded, Const(0), Const(1))), library=True)
    mask = TensorRef(rt.machine.tensor(rt.site, "mask", meta=Meta("bool")))
    part = operate(rt, "unpad_sequence", item, Arguments((padded, mask)))
    return None if part is None else rt.sequence("list", [], part)


def wrap(rt: Runtime, data: TensorRef, lengths: Value) -> Value:
    """A ``PackedSequence``."""
    meta = rt.machine.tensors[data.id].meta
    rt.machine.describe(data.id, Meta(meta.dtype, True, meta.device, (None, None)))
    return rt.world.add(Instance(PACKED, {"data": data, LENGTHS: lengths}))


def data_of(rt: Runtime, value: Value | None) -> TensorRef | None:
    """The tensor in a ``PackedSequence``."""
    thing = rt.world.get(value) if value is not None else None
    data = thing.attributes.get("data") if isinstance(thing, Instance) and thing.cls == PACKED else None
    return data if isinstance(data, TensorRef) else None


def wrapped_as(rt: Runtime, like: Value, outputs: TensorRef) -> Value:
    """The outputs of a layer that was given the ``PackedSequence`` `like`, packed as that is."""
    thing = rt.world.get(like)
    assert isinstance(thing, Instance)
    steps = _joined(rt, "PackedSequence", rt.sequence("list", [outputs]))  # what each step gave, joined
    return wrap(rt, outputs if steps is None else steps, thing.attributes[LENGTHS])


def _made(rt: Runtime, arguments: Arguments) -> Value | None:
    """``PackedSequence(data, batch_sizes, ...)`` holds the tensor itself."""
    data = arguments.get(0, "data")
    if not isinstance(data, TensorRef):
        return None
    return rt.world.add(Instance(PACKED, {"data": data, LENGTHS: rt.world.opaque("lengths")}))


FUNCTIONS: dict[str, Callable[[Runtime, Arguments], Value | None]] = {
    "torch.nn.utils.rnn.pack_padded_sequence": _pack_padded,
    "torch.nn.utils.rnn.pack_sequence": _pack_sequence,
    PACKED: _made,
    "torch.nn.utils.rnn.pad_packed_sequence": _unpack,
    "torch.nn.utils.rnn.pad_sequence": _pad,
    "torch.nn.utils.rnn.unpad_sequence": _unpad,
}
