"""Drawing the details of a program from a seed."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_NAMES = {
    "leaf": ("w", "theta", "coef", "beta", "slope", "mixing", "temperature", "embedding_row"),
    "hidden": ("h", "hidden", "feat", "z", "latent", "act", "enc", "features"),
    "out": ("out", "gate", "probs", "pred", "scores", "y_hat", "attn", "activation"),
    "alias": ("c", "shown", "raw", "plain", "numbers", "vis", "snapshot", "values", "logged"),
    "loss": ("loss", "total", "objective", "cost", "err"),
    "model": ("model", "net", "policy", "encoder", "backbone", "regressor"),
    "other_model": ("head", "critic", "decoder", "projector", "teacher"),
    "optimizer": ("opt", "optimizer", "sgd", "trainer_opt"),
    "input": ("x", "inputs", "batch", "obs", "images"),
    "target": ("y", "targets", "labels", "wanted"),
    "function": ("adjust", "postprocess", "refresh", "tweak", "apply_rule", "sync", "renorm"),
    "buffer": ("buffer", "pool", "queue", "memory", "scratch", "cache"),
    "index": ("i", "step", "k", "epoch", "it"),
    "class": ("Trainer", "Runner", "Learner", "Experiment", "Session"),
    "module": ("Block", "Encoder", "Head", "Layer", "Net", "Gated"),
}


class Draw:
    """Random choices from one seed, and names that are used once in a program."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  reproducible, not secret
        self._taken: set[str] = set()

    def pick(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def weighted(self, options: Sequence[tuple[int, T]]) -> T:
        weights = [weight for weight, _ in options]
        return self._random.choices([option for _, option in options], weights)[0]

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def whole(self, low: int, high: int) -> int:
        return self._random.randint(low, high)

    def number(self, *, small: bool = False) -> str:
        """A number which is neither 0 nor 1, as it is written in a program."""
        return str(self.pick((0.1, 0.01, 0.05, 0.2) if small else (0.5, 1.5, 2.0, 3.0, -0.7, 0.25)))

    def name(self, role: str) -> str:
        """A name for this role that the program has not used yet."""
        free = [name for name in _NAMES[role] if name not in self._taken]
        name = self.pick(free) if free else f"{_NAMES[role][0]}{len(self._taken)}"
        self._taken.add(name)
        return name
