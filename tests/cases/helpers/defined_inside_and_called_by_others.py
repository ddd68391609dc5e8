# codes: DET1
import torch
from torch import nn


def build(trainer):
    w = torch.ones(3, requires_grad=True)
    kept = w.exp()

    class Plugin(nn.Module):
        def training_step(self, batch):
            out = w.exp()
            out.data.mul_(batch)  # expect: DET101
            out.sum().backward()

    def step(batch):
        out = w.sigmoid()
        out.data.mul_(batch)  # expect: DET101
        out.sum().backward()

    def finish():
        kept.sum().backward()  # runs when it is called: before the write below, here

    trainer(Plugin(), step, finish)
    kept.data.zero_()


def trainer(plugin, step, finish):
    for each in (step, plugin.training_step):
        each(2.0)
    finish()


if __name__ == "__main__":
    getattr(__import__("sys").modules[__name__], "build")(trainer)
