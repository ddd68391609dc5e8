"""What a Function's forward computes is unrecorded, also where nobody in sight calls ``apply``."""

from __future__ import annotations

from .claims import claims

BODY = """
        output = torch.softmax(input, -1)
        output.masked_fill_(mask, 0)
        ctx.save_for_backward(output)
        return output
"""


def test_a_forward_of_a_function_saves_nothing() -> None:
    head = "import torch\n\nclass Soft(torch.autograd.Function):\n    @staticmethod\n    def forward(ctx, input, mask):"
    assert claims(head + BODY) == []


def test_that_of_a_module_does() -> None:
    head = "import torch\n\nclass Soft(torch.nn.Module):\n    def forward(self, input, mask, ctx):"
    assert [code for _, code in claims(head + BODY)] == ["DET114"]
