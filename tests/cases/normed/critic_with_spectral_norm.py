import torch
from torch import nn
from torch.nn.utils import spectral_norm


class Critic(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = spectral_norm(nn.Linear(3, 4))
        self.last = spectral_norm(nn.Linear(4, 1))

    def forward(self, x):
        return self.last(torch.relu(self.first(x)))


critic = Critic()
optimizer = torch.optim.SGD(critic.parameters(), lr=0.1)
for _ in range(2):
    real, fake = torch.randn(2, 3), torch.randn(2, 3)
    loss = critic(fake).mean() - critic(real).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
