"""What the text of a Function's backward says of what it reads."""

from __future__ import annotations

import pytest

from flake8_detach.library.function_reads import Reads, reads_of

NEVER: frozenset[int] = frozenset()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("x, w = ctx.saved_tensors\nreturn g * w, g * x", (None, None), id="both"),
        pytest.param("x, w = ctx.saved_tensors\nreturn g * w", (NEVER, None), id="unpacked and left"),
        pytest.param("x, = ctx.saved_tensors\nreturn g.new_zeros(x.shape)", (NEVER,), id="shape"),
        pytest.param("x, = ctx.saved_tensors\nreturn g * torch.ones_like(x)", (NEVER,), id="like"),
        pytest.param("x, = ctx.saved_tensors\nreturn torch.full_like(g, x)", (None,), id="not the first"),
        pytest.param("x, = ctx.saved_tensors\nif x is None:\n    return g\nreturn g", (NEVER,), id="is None"),
        pytest.param("x, = ctx.saved_tensors\nreturn (lambda: g * x)()", (None,), id="in a lambda"),
        pytest.param(
            "x, w = ctx.saved_tensors\nif ctx.needs_input_grad[1]:\n    gw = g * x\nreturn g * w, gw",
            (frozenset({1}), None),
            id="asked for",
        ),
        pytest.param(
            "x, w = ctx.saved_tensors\nreturn g, g * x if ctx.needs_input_grad[1] and True else w",
            (frozenset({1}), None),
            id="asked for in one expression",
        ),
        pytest.param(
            "x, w = ctx.saved_tensors\nif not ctx.needs_input_grad[1]:\n    return g * x\nreturn w",
            (None, None),
            id="not asked for",
        ),
        pytest.param("x, x = ctx.saved_tensors\nreturn g", None, id="bound twice"),
        pytest.param("x, = ctx.saved_tensors\nx = x * 2\nreturn g", None, id="bound again"),
        pytest.param("saved = ctx.saved_tensors\nreturn g * saved[0]", None, id="all in one"),
        pytest.param("x, = ctx.saved_tensors\nreturn g(", None, id="not Python"),
    ],
)
def test_what_is_read(body: str, expected: Reads | None) -> None:
    lines = "\n".join(f"        {line}" for line in body.splitlines())
    assert reads_of(f"    @staticmethod\n    def backward(ctx, g):\n{lines}\n") == expected
