"""Threads and pools of threads, where the oracle cannot follow them: those that never end, and pools of ``multiprocessing``."""

from __future__ import annotations

from flake8_detach.checker import check_source
from flake8_detach.settings import Settings

HEAD = """\
import threading
from multiprocessing.pool import ThreadPool
import torch
w = torch.randn(3, requires_grad=True)
"""


def codes(program: str) -> list[tuple[int, str]]:
    """What is found, with its line behind `HEAD`."""
    lines = HEAD.count("\n")
    return [(f.span.line - lines, f.code) for f in check_source(HEAD + program, "a.py", Settings())]


def test_what_never_ends_hides_nothing_that_follows() -> None:
    program = """\
def forever(asked):
    while True:
        y = w.pow(2) * asked.get()
        w.data.zero_()
        y.sum().backward()
threading.Thread(target=forever, args=(unknown(),)).start()
z = w.exp()
z.data.zero_()
z.sum().backward()
"""
    assert codes(program) == [(4, "DET101"), (8, "DET101")]


def test_pools_of_multiprocessing_give_what_was_computed() -> None:
    program = """\
def scaled(x, by=1):
    y = x.exp()
    y.data.mul_(by)
    return y
with ThreadPool(2) as pool:
    ys = pool.{}
torch.stack(list(ys)).sum().backward()
"""
    for call in (
        "map(scaled, [w, w], 1)",
        "starmap(scaled, [(w, 2)])",
        "imap(scaled, [w])",
        "map_async(scaled, [w, w]).get()",
        "apply_async(lambda: [scaled(w)]).get()",
        "apply_async(lambda x, by: [scaled(x, by)], (w,), {'by': 2}).get()",
    ):
        assert codes(program.format(call)) == [(3, "DET101")], call
