# codes: DET1 DET3
import torch
from torch import nn


class Clamped:
    def __init__(self, low, high):
        self.low, self.high = low, high

    def __set_name__(self, owner, name):
        self.name = "_" + name

    def __get__(self, instance, owner=None):
        return getattr(instance, self.name)

    def __set__(self, instance, value):
        value.data.clamp_(self.low, self.high)  # expect: DET101
        setattr(instance, self.name, value)


class Agent:
    action = Clamped(-0.1, 0.1)

    def __init__(self):
        self.policy = nn.Sequential(nn.Linear(3, 2), nn.Tanh())

    def act(self, state):
        self.action = self.policy(state)
        return self.action


agent = Agent()
agent.act(torch.randn(4, 3)).pow(2).mean().backward()
