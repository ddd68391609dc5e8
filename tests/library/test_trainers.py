"""Frameworks that run backward for the program: Lightning's manual optimization, Accelerate, Fabric."""

from __future__ import annotations

import pytest

from .claims import claims

MODULE = """
import torch
from torch import nn
from {package} import LightningModule


class Gan(LightningModule):
    def __init__(self):
        super().__init__()
        self.g = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))
        self.d = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))
        self.automatic_optimization = False

    def configure_optimizers(self):
        opt_g = torch.optim.Adam(self.g.parameters())
        opt_d = torch.optim.Adam(self.d.parameters())
        return {returned}

    def training_step(self, batch, index):
        opt_g, opt_d = self.optimizers()
        fake = self.g(batch)
        loss_d = self.d(fake).mean()
        loss_g = -self.d(fake).mean()
        opt_d.zero_grad()
        self.manual_backward(loss_d, retain_graph=True)
        {first}
        {second}
"""


@pytest.mark.parametrize("package", ["pytorch_lightning", "lightning", "lightning.pytorch"])
@pytest.mark.parametrize(
    "returned",
    [
        "opt_g, opt_d",
        "[opt_g, opt_d], []",
        '{"optimizer": opt_g}, {"optimizer": opt_d, "lr_scheduler": None}',
    ],
)
def test_step_between_two_manual_backwards(package: str, returned: str) -> None:
    bad = MODULE.format(
        package=package, returned=returned, first="opt_d.step()", second="self.manual_backward(loss_g)"
    )
    assert claims(bad) == [(25, "DET105")]


def test_step_after_both_manual_backwards() -> None:
    good = MODULE.format(
        package="lightning",
        returned="opt_g, opt_d",
        first="self.manual_backward(loss_g)",
        second="opt_d.step()",
    )
    assert claims(good) == []


@pytest.mark.parametrize(
    "made", ["from accelerate import Accelerator as Helper", "from lightning.fabric import Fabric as Helper"]
)
def test_helper_runs_backward(made: str) -> None:
    program = f"""
        {made}
        import torch
        from torch import nn

        helper = Helper()
        model = nn.Sequential(nn.Linear(2, 4), nn.Sigmoid(), nn.Linear(4, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        model, optimizer = helper.prepare(model, optimizer)
        hidden = model[1](model[0](torch.randn(3, 2)))
        loss = model[2](hidden).sum()
        hidden.data.zero_()
        helper.backward(loss)
        optimizer.step()
        """
    assert claims(program) == [(11, "DET111")]


def test_unknown_optimizer_whose_zero_grad_is_called() -> None:
    program = """
        import torch
        from torch import nn


        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.a = nn.Linear(2, 4)
                self.b = nn.Linear(4, 1)

            def fit(self, x, optimizer):
                out = self.b(torch.tanh(self.a(x))).sum()
                {zero}
                out.backward(retain_graph=True)
                optimizer.step()
                out.backward()
        """
    assert claims(program.format(zero="optimizer.zero_grad()")) == [(15, "DET115")]
    assert claims(program.format(zero="pass")) == []


def test_unknown_optimizer_calls_the_closure() -> None:
    program = """
        import torch


        def fit(optimizer, x):
            w = torch.randn(3, requires_grad=True)

            def closure():
                out = (w * x).sigmoid()
                loss = out.sum()
                out.data.zero_()
                loss.backward()
                return loss

            optimizer.step(closure)
        """
    assert claims(program) == [(10, "DET101")]
