"""A generator and a critic, each with its own optimizer. The critic steps too early."""

import torch
from torch import nn


class Game:
    def __init__(self, noise=4, features=8):
        self.noise = noise
        self.generator = nn.Sequential(nn.Linear(noise, features), nn.Tanh())
        self.critic = nn.Sequential(nn.Linear(features, 16), nn.Tanh(), nn.Linear(16, 1))
        self.train_generator = torch.optim.SGD(self.generator.parameters(), lr=0.01)
        self.train_critic = torch.optim.SGD(self.critic.parameters(), lr=0.01)

    def step(self, real):
        fake = self.generator(torch.randn(len(real), self.noise))
        fake_score = self.critic(fake)
        critic_loss = fake_score.mean() - self.critic(real).mean()
        generator_loss = -fake_score.mean()

        self.train_critic.zero_grad()
        critic_loss.backward(retain_graph=True)
        self.train_critic.step()

        self.train_generator.zero_grad()
        generator_loss.backward()
        self.train_generator.step()


if __name__ == "__main__":
    torch.manual_seed(0)
    Game().step(torch.randn(16, 8))
