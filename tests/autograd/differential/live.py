"""Plays a sequence on PyTorch and compares."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import torch

from .compare import class_of, compare_writes, run_machine
from .judge import Judge
from .on_torch import SkipError, Torch, memory
from .steps import Step, Track, operation
from .vocabulary import FORMS


def run_torch(sequence: Sequence[Step], judge: Judge | None = None) -> Track:
    """Play a sequence on PyTorch, under the judge's hooks if there is one."""
    world, track = Torch(), Track()
    if judge is not None:
        judge.world = world
    for number, step in enumerate(sequence):
        if judge is not None:
            judge.begin(number, custom=step.verb.endswith("function"))
        made: list[torch.Tensor] = []
        try:
            if judge is None:
                made = world.play(step)
            else:
                with torch.autograd.graph.saved_tensors_hooks(judge.pack, judge.unpack):
                    made = world.play(step)
        except SkipError:
            continue
        except (RuntimeError, ValueError) as error:
            track.errors[number] = class_of(str(error))
        if made and step.verb == "view":
            track.kinds[number] = kind_of(FORMS[operation(step)].name, world.x, made[0])
        if step.verb == "operate" and FORMS[operation(step)].product:
            track.layouts[number] = [(tuple(t.shape), t.stride()) for t in (world.x, world.y)]
        world.slots += made
        track.picks[number] = world.picks
        track.results[number] = len(made)
        track.optimized[number] = world.optimized
        track.sums[number] = world.summed
        track.gradients[number] = [None if g is None else g.detach().clone() for g in world.gradients]
        if judge is not None:
            judge.look(world.written, world.rebound)
    world.close()
    if judge is not None:
        track.uses, track.bumps = judge.uses, {s for pack in judge.packs for s in pack.bumps}
    return track


def kind_of(name: str, x: torch.Tensor, made: torch.Tensor) -> str:
    """What a call that may give a view gave."""
    if made is x:
        return "same"
    if name == "Tensor.squeeze" and made.shape == x.shape:
        return "whole"
    return "view" if memory(made) == memory(x) else "new"


def run(sequence: Sequence[Step]) -> list[str]:
    """The disagreements of one sequence, as sentences; none is what is wanted. Its first step is always a leaf."""
    sequence = [Step("leaf"), *sequence[1:]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = run_torch(sequence)
        judge = Judge()
        watched = run_torch(sequence, judge)
        if judge.blind:
            return run_machine(sequence, plain)[1]
        if plain.errors != watched.errors:
            return [f"the judge is unfaithful: {plain.errors} != {watched.errors}"]
        model, found = run_machine(sequence, watched)
        return found or compare_writes(
            sequence, watched, model, lambda site, calm: really_silent(sequence, site, watched, calm)
        )


def really_silent(sequence: Sequence[Step], site: int, track: Track, calm: Sequence[int]) -> bool:
    """Whether any gradient is another one when what step `site` changed is unpacked as it was."""
    undone = run_torch(sequence, Judge(frozenset({site})))
    for number in calm:
        pairs = zip(track.gradients[number], undone.gradients.get(number, ()), strict=False)
        for one, other in pairs:
            if one is None or other is None:
                continue
            if one.shape == other.shape and not torch.allclose(one, other, rtol=1e-4, equal_nan=True):
                return True
    return False


def recorded(sequence: Sequence[Step]) -> dict[str, Any]:
    """What PyTorch does with a sequence, in a form that json takes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain, track = run_torch(sequence), run_torch(sequence, Judge())
        if plain.errors != track.errors:
            track = plain  # the judge was blind
        calm = [n for n in track.uses if n not in track.errors]
        suspects = {s for n in calm for s in track.uses[n].corrupt}
        silent = [s for s in sorted(suspects) if really_silent(sequence, s, track, calm)]
    track.gradients = {}
    steps = [[s.verb, s.x, s.y, s.k] for s in sequence]
    plain = json.loads(json.dumps(asdict(track), default=sorted))
    return {"steps": steps, "silent": silent, "track": {k: v for k, v in plain.items() if v}}
