"""What calls do to parameters and gradients from outside: optimizers, nn.utils, methods of Module.

An effect is one word each for the parameters and for their gradients:

    tracked     written in place, the version counter bumped: a backward that saved the old value raises
    untracked   written in place behind autograd's back
    rebound     the memory under the same tensor object was swapped (`p.data = …`)
    replaced    another tensor object took its place
    dropped     set to None
    -           left alone
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import torch
from torch import nn

from .rows import REFUSALS

SWITCHES = ("", "foreach", "fused", "capturable", "differentiable", "maximize")


def entries() -> dict[str, dict[str, str]]:
    """Effects by name, and within it by the option that is switched on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = {f"effect torch.optim.{name}.step": options for name, options in _optimizers().items()}
        found |= {f"effect torch.nn.utils.{name}": {"": effect} for name, effect in _utilities().items()}
        for call, effect in _methods().items():
            name, _, option = call.partition(" ")
            found.setdefault(f"effect torch.{name}", {})[option] = effect
    return found


def _module() -> nn.Module:
    torch.manual_seed(0)
    module = nn.Linear(3, 2)
    for parameter in module.parameters():
        parameter.grad = torch.full_like(parameter, 0.5)
    return module


def _effect(module: nn.Module, run: Callable[[], object]) -> str:
    parameters = dict(module.named_parameters())
    gradients = {name: p.grad for name, p in parameters.items()}
    before = {name: _snapshot(p) for name, p in parameters.items()}
    gradients_before = {name: _snapshot(g) for name, g in gradients.items() if g is not None}
    run()
    now = dict(module.named_parameters())
    words = {_change(parameters[name], now.get(name), before[name]) for name in parameters}
    gradient_words = {
        _change(g, now[name].grad if name in now else None, gradients_before[name])
        for name, g in gradients.items()
        if g is not None
    }
    return f"{_worst(words)} {_worst(gradient_words)}"


def _snapshot(t: torch.Tensor) -> tuple[int, int, torch.Tensor]:
    t = t.detach()
    dense = t.to_dense() if t.layout is not torch.strided else t
    return t._version, 0 if t.layout is not torch.strided else t.data_ptr(), dense.clone()


def _change(old: torch.Tensor, now: torch.Tensor | None, before: tuple[int, int, torch.Tensor]) -> str:
    if now is None:
        return "dropped"
    if now is not old:
        return "replaced"
    version, address, values = before
    if old.layout is torch.strided and old.data_ptr() != address:
        return "rebound"
    if old._version != version:
        return "tracked"
    dense = old.detach().to_dense() if old.layout is not torch.strided else old.detach()
    return "-" if torch.equal(dense, values) else "untracked"


def _worst(words: set[str]) -> str:
    """All parameters fare alike but where a shape exempts some; then what the others suffer."""
    order = ("untracked", "rebound", "tracked", "replaced", "dropped", "-")
    return next((word for word in order if word in words), "-")


def _optimizers() -> dict[str, dict[str, str]]:
    """By optimizer and switched-on option; an optimizer without the option raises."""
    found: dict[str, dict[str, str]] = {}
    for name in sorted(vars(torch.optim)):
        cls = getattr(torch.optim, name)
        if (
            not (isinstance(cls, type) and issubclass(cls, torch.optim.Optimizer))
            or cls is torch.optim.Optimizer
        ):
            continue
        options: dict[str, str] = {}
        for switch in SWITCHES:
            with suppress(*REFUSALS):
                options[switch] = _step(cls, {switch: True} if switch else {})
        found[name] = options
    return found


def _step(cls: Callable[..., torch.optim.Optimizer], options: dict[str, Any]) -> str:
    module = _module()
    parameters = list(module.parameters())
    if cls is torch.optim.SparseAdam:
        module = nn.Embedding(4, 3, sparse=True)
        parameters = list(module.parameters())
        module(torch.tensor([0, 1])).sum().backward()
    if cls is torch.optim.Muon:
        parameters = [p for p in parameters if p.ndim == 2]
    optimizer = cls(parameters, lr=0.1, **options)

    def closure() -> Any:
        optimizer.zero_grad(set_to_none=False)
        loss = torch.stack([(p**2).sum() for p in parameters]).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    arguments = (closure,) if cls is torch.optim.LBFGS else ()
    return _effect(module, lambda: optimizer.step(*arguments))


def _utilities() -> dict[str, str]:
    utils = nn.utils
    module = _module
    found: dict[str, str] = {}

    def see(name: str, run: Callable[[nn.Module], object]) -> None:
        if hasattr(utils, name):
            subject = module()
            found[name] = _effect(subject, lambda: run(subject))

    see("clip_grad_norm_", lambda m: utils.clip_grad_norm_(m.parameters(), 0.01))
    see("clip_grad_norm", lambda m: utils.clip_grad_norm(m.parameters(), 0.01))
    see("clip_grad_value_", lambda m: utils.clip_grad_value_(m.parameters(), 0.01))
    see(
        "clip_grads_with_norm_",
        lambda m: utils.clip_grads_with_norm_(m.parameters(), 0.01, torch.tensor(1.0)),
    )
    see(
        "get_total_norm",
        lambda m: utils.get_total_norm([p.grad for p in m.parameters() if p.grad is not None]),
    )
    see("parameters_to_vector", lambda m: utils.parameters_to_vector(m.parameters()))
    see("vector_to_parameters", lambda m: utils.vector_to_parameters(torch.ones(8), m.parameters()))
    see("weight_norm", utils.weight_norm)
    see("spectral_norm", utils.spectral_norm)
    return found


def _methods() -> dict[str, str]:
    """By `name option`."""
    found: dict[str, str] = {}

    def see(call: str, run: Callable[[nn.Module], object]) -> None:
        subject = _module()
        found[f"nn.Module.{call}"] = _effect(subject, lambda: run(subject))

    see("load_state_dict", lambda m: m.load_state_dict(nn.Linear(3, 2).state_dict()))
    see("load_state_dict assign", lambda m: m.load_state_dict(nn.Linear(3, 2).state_dict(), assign=True))
    see("zero_grad", lambda m: m.zero_grad())
    see("zero_grad keep", lambda m: m.zero_grad(set_to_none=False))
    see("half", lambda m: m.half())
    see("double", lambda m: m.double())
    see("bfloat16", lambda m: m.bfloat16())
    see("float", lambda m: m.double().float())
    see("to", lambda m: m.to(torch.float64))
    see("to_empty", lambda m: m.to_empty(device="cpu"))
    see("type", lambda m: m.type(torch.float64))
    see("requires_grad_", lambda m: m.requires_grad_(False))
    see("train", lambda m: m.train())
    see("eval", lambda m: m.eval())
    see("state_dict", lambda m: m.state_dict())
    see("parameters", lambda m: list(m.parameters()))
    see("reset_parameters", lambda m: m.reset_parameters())  # type: ignore[operator]
    see("share_memory", lambda m: m.share_memory())
    see("apply", lambda m: m.apply(lambda part: None))
    for call, options in (("zero_grad", {}), ("zero_grad keep", {"set_to_none": False})):
        subject = _module()
        optimizer = torch.optim.SGD(subject.parameters(), lr=0.1)
        found[f"optim.Optimizer.{call}"] = _effect(subject, lambda o=optimizer, k=options: o.zero_grad(**k))  # type: ignore[misc]
    return found
