import sys

import torch
from torch import nn


def by_argument(flag, model, x):
    def step(training):
        loss = model(x).mean()
        if training:
            loss.backward()

    training = flag == "train"
    with torch.enable_grad() if training else torch.inference_mode():
        for _ in range(2):
            step(training)


def by_closure(training, model, x):
    def step():
        loss = model(x).mean()
        if training:
            loss.backward()

    with torch.enable_grad() if training else torch.inference_mode():
        step()


def in_a_loop(training, model, x, n):
    with torch.enable_grad() if training else torch.inference_mode():
        for i in range(n):
            loss = model(x).mean() * i
            if training:
                loss.backward()


model = nn.Linear(3, 2)
by_argument(sys.argv[-1], model, torch.randn(4, 3))
by_closure(len(sys.argv) > 5, model, torch.randn(4, 3))
in_a_loop(len(sys.argv) > 5, model, torch.randn(4, 3), len(sys.argv) + 1)
