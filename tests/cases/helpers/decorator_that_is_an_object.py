# codes: DET1 DET3
import functools

import torch
from torch import nn


class ClipAfter:
    def __init__(self, parameters, bound):
        self.parameters, self.bound = parameters, bound

    def __call__(self, function):
        @functools.wraps(function)
        def inner(*args):
            out = function(*args)
            for p in self.parameters():
                p.data.clamp_(-self.bound, self.bound)  # expect: DET101
            return out

        return inner


critic = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 1))


@ClipAfter(critic.parameters, 0.01)
def loss_of(real, fake):
    return critic(fake).mean() - critic(real).mean()


loss_of(torch.randn(4, 2), torch.randn(4, 2)).backward()
