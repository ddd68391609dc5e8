"""A seeded generator of training programs, half of them wrong, judged by the oracle.

Each *family* is one way in which real training code is written: a GAN step, a target network, a queue of negatives,
a metric computed on the outputs. A family draws its details (what is computed, what is aliased and how, which write,
before or after the backward) and gives a `Sketch`; a *form* makes a program of it: a script, a function, a function
with arguments, a class, a closure. No family knows whether its program is right. That is PyTorch's to say.
"""

from __future__ import annotations

from .programs import Program, families, generate

__all__ = ["Program", "families", "generate"]
