"""What the modules of torch.nn keep: inputs, parameters, buffers and results of one forward.

A module is measured as one call of a function whose arguments are its inputs and, by keyword, its parameters and
buffers (`torch.func.functional_call`). Constructor options and `training` are further parameters of the form,
written with a dot (`.inplace`), so that those which change the facts are found as for any other operation. Parameters of recurrent layers are
gathered over layers and directions: `weight_ih` stands for weight_ih_l0, weight_ih_l1_reverse, …; a module with
very many parameters has them in one, `parameters`.
"""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, cast

import torch
from torch import nn

from .calls import read_arguments
from .probe import Call, Seen, observe
from .reading import see_reading
from .row import Row
from .rows import REFUSALS, rows_of
from .samples import signature_of
from .words import Word

MOST = 6
"""Constructions of a module measured in each mode."""

OWN = """
AlphaDropout FeatureAlphaDropout: 0.5 ; x | 0.5, True ; x
Dropout: ; x | 0.5 ; x | 0.5, True ; x | inplace=True ; x
Dropout1d: 0.5 ; line | inplace=True ; line
Dropout2d: 0.5 ; image | inplace=True ; image
Dropout3d: 0.5 ; volume | inplace=True ; volume
ReLU ReLU6 ELU SELU CELU SiLU Mish Hardswish Hardsigmoid LeakyReLU: ; x | inplace=True ; x | ; x - 0.5 | inplace=True ; x - 0.5
Hardtanh: ; x | inplace=True ; x | ; x - 0.5 | inplace=True ; x - 0.5 | 0.1, 0.5 ; x
RReLU: ; x | inplace=True ; x | ; x - 0.5 | inplace=True ; x - 0.5
Threshold: 0.1, 0.0 ; x | 0.1, 0.0, True ; x
Flatten: ; image | 0 ; x
Unflatten: 1, (1, 3) ; x
Identity: ; x
PixelShuffle: 2 ; t(1, 4, 2, 2)
PixelUnshuffle: 2 ; image
ChannelShuffle: 2 ; t(1, 4, 2, 2)
Upsample: scale_factor=2 ; image | scale_factor=2, mode="bilinear" ; image
UpsamplingBilinear2d UpsamplingNearest2d: scale_factor=2 ; image
Fold: (4, 4), (2, 2) ; t(1, 8, 9)
Unfold: (2, 2) ; image
CosineSimilarity PairwiseDistance: ; x, y
TripletMarginLoss TripletMarginWithDistanceLoss: ; x, y, x * 2
EmbeddingBag: 4, 3 ; index[None] | 4, 3, mode="sum" ; index[None] | 4, 3, mode="sum" ; index[None], None, t(1, 2) | 4, 3, mode="sum" ; index, torch.tensor([0]), t(2)
Embedding: 4, 3 ; index | 4, 3, max_norm=0.1 ; index
CrossMapLRN2d: 2 ; image
MaxUnpool1d: 2 ; t(1, 2, 4), torch.tensor([[[0, 2, 4, 6], [0, 2, 4, 6]]])
MaxUnpool2d: 2 ; t(1, 1, 1, 2), torch.tensor([[[[0, 2]]]])
BCEWithLogitsLoss: ; x, y | pos_weight=v ; x, y
CrossEntropyLoss: ; x, index | weight=v ; x, index | ; x, y | weight=v ; x, y
MultiLabelSoftMarginLoss: ; x, y | weight=v ; x, y
MaxUnpool3d: 2 ; t(1, 1, 1, 1, 2), torch.tensor([[[[[0, 2]]]]])
FractionalMaxPool2d: 2, output_size=2 ; image
FractionalMaxPool3d: 2, output_size=2 ; volume
AdaptiveLogSoftmaxWithLoss: 3, 6, [2, 4] ; x, index
Linear: 3, 4 ; x | 3, 4, bias=False ; x | 3, 4 ; t(2, 2, 3)
Conv1d: 2, 3, 3 ; line | 2, 3, 3, bias=False ; line
Conv2d: 2, 3, 3 ; image | 2, 3, 3, bias=False ; image
Conv3d: 2, 3, 2 ; volume
BatchNorm1d: 3 ; t(4, 3) | 3, affine=False ; t(4, 3) | 3, track_running_stats=False ; t(4, 3)
BatchNorm2d: 2 ; image | 2, affine=False ; image | 2, track_running_stats=False ; image
LayerNorm: 3 ; x | 3, elementwise_affine=False ; x
MultiheadAttention: 4, 2 ; t(3, 2, 4), t(3, 2, 4), t(3, 2, 4) | 4, 2, batch_first=True ; t(3, 2, 4), t(3, 2, 4), t(3, 2, 4)
TransformerEncoderLayer: 4, 2, 8 ; t(3, 2, 4) | 4, 2, 8, norm_first=True ; t(3, 2, 4) | 4, 2, 8, batch_first=True ; t(3, 2, 4) | 4, 2, 8, batch_first=True, norm_first=True ; t(3, 2, 4)
LSTM GRU RNN: 3, 4 ; t(2, 5, 3) | 3, 4, batch_first=True ; t(2, 5, 3) | 3, 4, num_layers=2 ; t(2, 5, 3)
AdaptiveAvgPool1d: 2 ; line | 1 ; line
AdaptiveAvgPool2d: 2 ; image | 1 ; image | (1, 1) ; image
AdaptiveAvgPool3d: 2 ; volume | 1 ; volume
"""

SAME = {
    "LazyBatchNorm1d": "BatchNorm1d", "LazyBatchNorm2d": "BatchNorm2d", "LazyBatchNorm3d": "BatchNorm3d", "SyncBatchNorm": "BatchNorm2d",
    "LazyInstanceNorm1d": "InstanceNorm1d", "LazyInstanceNorm2d": "InstanceNorm2d", "LazyInstanceNorm3d": "InstanceNorm3d",
    "LazyLinear": "Linear", "LazyConv1d": "Conv1d", "LazyConv2d": "Conv2d", "LazyConv3d": "Conv3d", "LazyConvTranspose1d": "ConvTranspose1d",
    "LazyConvTranspose2d": "ConvTranspose2d", "LazyConvTranspose3d": "ConvTranspose3d", "NLLLoss2d": "NLLLoss",
}  # fmt: skip
"""Modules that become another on their first call, or that one process cannot run."""

TELLING = ("output_size", "max_norm")
"""Constructor arguments other than switches that change what is kept or written."""

MANY = 16
"""More parameters than this are gathered in one."""


@dataclass(frozen=True)
class Construction:
    """A module and the arguments of one forward."""

    module: nn.Module
    options: dict[str, object]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    training: bool


def entries() -> tuple[dict[str, list[Row] | str], list[str]]:
    """Rows by module name, and the modules that were not measured."""
    found: dict[str, list[Row] | str] = {}
    missing: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        samples = _samples()
        for name in sorted(vars(nn)):
            cls = getattr(nn, name)
            if not (inspect.isclass(cls) and issubclass(cls, nn.Module)):
                continue
            if name in SAME:
                found[f"torch.nn.{name}"] = f"torch.nn.{SAME[name]}"
                continue
            rows = _rows(cls, samples.get(name, []))
            if rows:
                found[f"torch.nn.{name}"] = rows
            else:
                missing.append(name)
    return found, missing


def _samples() -> dict[str, list[Construction]]:
    """Ours first, then PyTorch's own."""
    from torch.testing._internal.common_modules import module_db

    found: dict[str, list[Construction]] = {}
    for line in OWN.strip().splitlines():
        heads, _, calls = line.partition(":")
        for name in heads.split():
            for call in calls.split(" | "):
                construct, _, forward = call.partition(";")
                (args, kwargs), (inputs, _) = (
                    read_arguments(construct.strip())[0],
                    read_arguments(forward.strip())[0],
                )
                found.setdefault(name, []).extend(_constructions(getattr(nn, name), args, kwargs, inputs, {}))
    for info in module_db:
        module_class = cast("type[nn.Module]", info.module_cls)
        name = str(module_class.__name__)
        if name in SAME or module_class is not getattr(nn, name, None):
            continue
        seen: set[Any] = set()
        for training in (True, False):
            torch.manual_seed(0)
            inputs = info.module_inputs_func(
                info, device="cpu", dtype=torch.float32, requires_grad=False, training=training
            )
            for sample in inputs:
                construct, forward = sample.constructor_input, sample.forward_input
                if forward is None or not _dense([*forward.args, *forward.kwargs.values()]):
                    continue
                key = (
                    training,
                    signature_of((construct.args, construct.kwargs)),
                    signature_of((forward.args, forward.kwargs)),
                )
                if key in seen or sum(k[0] is training for k in seen) >= MOST:
                    continue
                seen.add(key)
                made = _constructions(
                    module_class, construct.args, construct.kwargs, forward.args, forward.kwargs
                )
                found.setdefault(name, []).extend(c for c in made if c.training is training)
    return found


def _dense(values: list[Any]) -> bool:
    return all(v.layout is torch.strided for v in values if isinstance(v, torch.Tensor))


def _constructions(
    cls: type[nn.Module],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    inputs: tuple[Any, ...],
    named: dict[str, Any],
) -> Iterator[Construction]:
    """The module in both modes."""
    for training in (True, False):
        torch.manual_seed(0)
        module = cls(*args, **kwargs)
        bound = inspect.signature(cls.__init__).bind(module, *args, **kwargs)
        options = {k: v for k, v in bound.arguments.items() if isinstance(v, (bool, str)) or k in TELLING}
        yield Construction(module.train(training), options, inputs, named, training)


def gathered(name: str) -> str:
    """The name under which a parameter of a recurrent layer is gathered."""
    return re.sub(r"_l\d+(_reverse)?$", "", name)


def _observe(construction: Construction) -> Seen:
    """One forward, with the module's state as arguments."""
    module = construction.module
    parameters = {name: p.detach() for name, p in module.named_parameters()}
    buffers = {name: b.detach() for name, b in module.named_buffers()}
    groups: dict[str, list[str]] = {}
    for name in parameters:
        groups.setdefault("parameters" if len(parameters) > MANY else gathered(name), []).append(name)
    state: dict[str, Any] = {
        label: [parameters[n] for n in members] if _is_list(label, members) else parameters[members[0]]
        for label, members in groups.items()
    }
    count = len(construction.args)

    def forward(*args: Any, **kwargs: Any) -> Any:
        values: dict[str, Any] = {}
        for label, members in groups.items():
            given = kwargs.pop(label)
            values.update(zip(members, given) if _is_list(label, members) else [(members[0], given)])
        for name in buffers:
            values[name] = kwargs.pop(name)
        return torch.func.functional_call(
            module, values, args[:count], {k: v for k, v in kwargs.items() if k[0] != "."}
        )

    options = {f".{name}": value for name, value in construction.options.items()}
    arguments = {**construction.kwargs, **state, **buffers, **options, ".training": construction.training}
    call = Call(forward, construction.args, arguments, frozenset(buffers))
    seen = observe(call)
    see_reading(call, seen)
    seen.gathered = frozenset(label for label, members in groups.items() if _is_list(label, members))
    for label in seen.gathered:
        seen.elements.pop(label, None)  # which layer's weight is kept for which is nobody's question
    return seen


def _is_list(label: str, members: list[str]) -> bool:
    return len(members) > 1 or label not in members


def _words(cls: type[nn.Module], constructions: list[Construction]) -> tuple[list[Word], tuple[str, ...]]:
    """The form (forward's parameters, the state, the constructor's options, `training`), and the state's names."""
    words: list[Word] = []
    for parameter in list(inspect.signature(cls.forward).parameters.values())[1:]:
        default = None if parameter.default is parameter.empty else parameter.default
        words.append(Word(parameter.name, "", parameter.default is not parameter.empty, default))
    state: dict[str, str] = {}
    for construction in constructions:
        names = [n for n, _ in construction.module.named_parameters()]
        for name in names:
            label = "parameters" if len(names) > MANY else gathered(name)
            state.setdefault(label, "L" if label != name else "t")
        state |= {n: "t" for n, _ in construction.module.named_buffers()}
    words += [Word(name, letters, True, None, True) for name, letters in state.items()]
    defaults = {p.name: p.default for p in inspect.signature(cls.__init__).parameters.values()}
    for name in sorted({o for c in constructions for o in c.options}):
        default = defaults.get(name)
        words.append(Word(f".{name}", "", True, default if isinstance(default, (bool, str)) else None, True))
    words.append(Word(".training", "b", True, True, True))
    return words, tuple(state)


def _rows(cls: type[nn.Module], constructions: list[Construction]) -> list[Row]:
    words, state = _words(cls, constructions)
    seen: list[Seen] = []
    for construction in constructions:
        with suppress(*REFUSALS):
            seen.append(_observe(construction))
    return rows_of([words], seen, state).get(0, [])
