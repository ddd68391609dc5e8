"""State carried from one step to the next."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, write, write_unrecorded


def truncated_backpropagation(draw: Draw) -> Sketch:
    """One backward per step; the state is cut, cut too late, cut in place, or not at all."""
    carry = draw.pick(
        (
            "state = state.detach()",
            "state.detach_()",
            "state = state.data",
            "kept = state.detach()",
            "state = state.detach().clone()",
            "state = state.clone()",
            "state.detach().mul_(0.5)",
        )
    )
    cell = draw.pick(("nn.GRUCell(2, 3)", "nn.RNNCell(2, 3)"))
    inner = ["state = cell(torch.randn(1, 2), state)", "loss = state.pow(2).sum()", "loss.backward()"]
    place = draw.pick((0, 3, 3, 1, 2))
    inner.insert(place, carry)
    if draw.chance(0.4):
        inner.insert(
            draw.whole(1, len(inner)),
            write(draw, draw.pick(("state.data", "state.detach()", "state.detach().clone()"))),
        )
    if draw.chance(0.3):
        inner += ["optimizer.step()", "optimizer.zero_grad()"]
    body = [
        "state = torch.zeros(1, 3)",
        f"for _ in range({draw.whole(2, 3)}):",
        *(f"    {line}" for line in inner),
    ]
    return Sketch(body, [f"cell = {cell}", "optimizer = torch.optim.SGD(cell.parameters(), lr=0.1)"])


def lstm_states(draw: Draw) -> Sketch:
    """Hidden and cell state, repackaged by a helper."""
    helper = draw.pick(
        (
            "tuple(h.detach() for h in states)",
            "[h.data for h in states]",
            "tuple(h for h in states)",
            "(states[0].detach(), states[1].detach())",
            "(states[0].detach(), states[1])",
            "tuple(h.detach().clone() for h in states)",
        )
    )
    edit = draw.pick(
        (
            [],
            [],
            ["states[0].mul_(0.9)"],
            ["states[1].zero_()"],
            ["states = (states[0] * 0.5, states[1])"],
            ["states[0].detach().neg_()"],
        )
    )
    inner = [
        "states = repackage(states)",
        *edit[: draw.whole(0, 1)],
        "out, states = lstm(torch.randn(3, 1, 2), states)",
        "out.pow(2).mean().backward()",
    ]
    definition = (
        f"def repackage(states):\n    return {helper if not helper.startswith('[') else f'tuple({helper})'}"
    )
    body = [
        "states = (torch.zeros(1, 1, 3), torch.zeros(1, 1, 3))",
        f"for _ in range({draw.whole(2, 3)}):",
        *(f"    {line}" for line in inner),
    ]
    return Sketch(body, ["lstm = nn.LSTM(2, 3)"], [definition])


def unrolled_steps(draw: Draw) -> Sketch:
    """A recurrence written by hand over several steps, with one backward at the end."""
    update = draw.pick(
        (
            "state = {f}",
            "state = state + {f}",
            "state += {f}",
            "state.add_({f})",
            "states.append({f}); state = states[-1]",
            "state = {f}; trace[t] = state",
            "trace[t + 1] = {f}; state = trace[t + 1]",
        )
    ).format(f=activation(draw, "(state @ w + x[t])"))
    middle = write_unrecorded(draw, draw.pick(("state", "w", "x"))) if draw.chance(0.5) else []
    loop = [
        *update.split("; "),
        *([f"if t == {draw.whole(0, 2)}:", *(f"    {line}" for line in middle)] if middle else []),
    ]
    body = [
        "state, states = torch.zeros(2, 3), []",
        "trace = torch.zeros(5, 2, 3)",
        "for t in range(3):",
        *(f"    {line}" for line in loop),
        "loss = state.pow(2).sum()",
        "loss.backward()",
    ]
    return Sketch(body, ["w = torch.randn(3, 3, requires_grad=True)", "x = torch.randn(3, 2, 3)"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (truncated_backpropagation, lstm_states, unrolled_steps)
