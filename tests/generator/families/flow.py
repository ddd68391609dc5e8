"""Control flow around a write: branches, loops, handlers."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.draw import Draw
from tests.generator.forms import Sketch
from tests.generator.phrases import activation, around, loss, write_unrecorded


def branches(draw: Draw) -> Sketch:
    """The write, the alias or the backward stands in an arm."""
    leaf, out, cost = draw.name("leaf"), draw.name("out"), draw.name("loss")
    test, other = draw.pick(
        (
            ("verbose", "not verbose"),
            ("level > 1", "level <= 1"),
            (f"{leaf}.numel() > 3", f"{leaf}.numel() <= 3"),
        )
    )
    edit = write_unrecorded(draw, out)
    arm = [f"if {test}:", *(f"    {line}" for line in edit)]
    shape = draw.pick(("arm", "else", "double", "guarded_backward", "ternary"))
    if shape == "else":
        middle = [f"if {test}:", "    print('skipped')", "else:", *(f"    {line}" for line in edit)]
    elif shape == "double":
        middle = [
            f"if {test}:",
            f"    shown = {out}.detach()",
            "else:",
            f"    shown = {out}.detach().clone()",
        ]
        middle += [f"if {draw.pick((test, other))}:", "    shown.mul_(0.5)"]
    elif shape == "ternary":
        middle = [f"shown = {out}.data if {test} else {out}.data.clone()", "shown.add_(1.0)"]
    else:
        middle = arm
    backward = [f"{cost}.backward()"]
    if shape == "guarded_backward":
        backward = [f"if {draw.pick((test, other))}:", f"    {cost}.backward()"]
    body = [
        f"{out} = {activation(draw, leaf)}",
        f"{cost} = {loss(draw, out)}",
        *around(draw, middle, backward, before=0.85),
    ]
    setup = [
        f"{leaf} = torch.randn(2, 3, requires_grad=True)",
        f"verbose = {draw.pick(('True', 'False'))}",
        f"level = {draw.whole(0, 3)}",
    ]
    return Sketch(body, setup)


def loops(draw: Draw) -> Sketch:
    """The write touches this iteration's tensor, an earlier one, or one that is done with."""
    leaf, out = draw.name("leaf"), draw.name("out")
    edit = write_unrecorded(draw, draw.pick((out, "outs[0]", "outs[-1]", out)))
    guard = draw.pick(("", "", f"if step == {draw.whole(0, 2)}:", "if step > 0:"))
    middle = [guard, *(f"    {line}" for line in edit)] if guard else edit
    inside = draw.chance(0.5)
    if inside:
        inner = [
            f"{out} = {activation(draw, f'({leaf} * (step + 1))')}",
            f"outs.append({out})",
            *around(draw, middle, [f"{out}.sum().backward()"], before=0.6),
        ]
        tail = []
    else:
        inner = [f"{out} = {activation(draw, f'({leaf} * (step + 1))')}", f"outs.append({out})", *middle]
        tail = ["total = sum(t.sum() for t in outs)", "total.backward()"]
    body = ["outs = []", f"for step in range({draw.whole(1, 3)}):", *(f"    {line}" for line in inner), *tail]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


def handlers(draw: Draw) -> Sketch:
    """try, except, else, finally around a write or a backward."""
    leaf, out, cost = draw.name("leaf"), draw.name("out"), draw.name("loss")
    edit = write_unrecorded(draw, out)
    forward = [f"{out} = {activation(draw, leaf)}", f"{cost} = {loss(draw, out)}"]
    shape = draw.pick(("finally", "recover", "handler", "else", "with"))
    tabbed = [f"    {line}" for line in edit]
    if shape == "finally":
        body = [*forward, "try:", "    print('training')", "finally:", *tabbed, f"{cost}.backward()"]
    elif shape == "recover":
        body = [*forward, *edit, "try:", f"    {cost}.backward()", "except RuntimeError:"]
        body += [f"    {line}" for line in [*forward, f"{cost}.backward()"]]
    elif shape == "handler":
        text = draw.pick(("'3.5'", "'none'"))
        body = [
            *forward,
            "try:",
            f"    value = float({text})",
            "except ValueError:",
            *tabbed,
            f"{cost}.backward()",
        ]
    elif shape == "else":
        body = [
            *forward,
            "try:",
            "    value = int('7')",
            "except ValueError:",
            "    pass",
            "else:",
            *tabbed,
            f"{cost}.backward()",
        ]
    else:
        mode = draw.pick(("torch.no_grad()", "torch.enable_grad()", "torch.inference_mode()"))
        body = [
            forward[0],
            f"with {mode}:",
            f"    copy_of = {out}.detach()",
            "    copy_of.mul_(0.5)",
            forward[1],
            f"{cost}.backward()",
        ]
    return Sketch(body, [f"{leaf} = torch.randn(2, 3, requires_grad=True)"])


def grad_modes(draw: Draw) -> Sketch:
    """no_grad, enable_grad, set_grad_enabled, requires_grad_: what is recorded at all."""
    leaf, out, cost = draw.name("leaf"), draw.name("out"), draw.name("loss")
    mode = draw.pick(
        (
            "with torch.no_grad():",
            "with torch.enable_grad():",
            f"with torch.set_grad_enabled({draw.pick(('True', 'False'))}):",
            "with torch.inference_mode(False):",
        )
    )
    plain = f"{out} = {activation(draw, leaf)}"
    mixed = draw.pick(
        (
            [
                plain,
                mode,
                f"    frozen = {activation(draw, out)}",
                "    frozen.mul_(2.0)",
                f"{cost} = {loss(draw, out)}",
            ],
            [mode, f"    {plain}", f"{cost} = {loss(draw, f'{out} * {leaf}')}"],
            [
                plain,
                f"frozen = {out}.detach()",
                "frozen.requires_grad_(False)",
                f"{cost} = {loss(draw, out)}",
                mode,
                "    frozen.mul_(3.0)",
            ],
            [plain, f"{cost} = {loss(draw, out)}", mode, f"    {leaf} = {leaf} * 2.0"],
        )
    )
    return Sketch([f"{leaf} = torch.randn(2, 3, requires_grad=True)", *mixed, f"{cost}.backward()"])


FAMILIES: tuple[Callable[[Draw], Sketch], ...] = (branches, loops, handlers, grad_modes)
