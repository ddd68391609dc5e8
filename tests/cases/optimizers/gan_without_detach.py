import torch
from torch import nn

generator = nn.Linear(2, 3)
critic = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
opt_g = torch.optim.SGD(generator.parameters(), lr=0.1)
opt_d = torch.optim.SGD(critic.parameters(), lr=0.1)
for _ in range(2):
    fake = generator(torch.randn(4, 2))
    score = critic(fake)
    loss_d = score.mean()
    opt_d.zero_grad()
    loss_d.backward(retain_graph=True)
    opt_d.step()  # expect: DET105
    loss_g = -score.mean()
    opt_g.zero_grad()
    loss_g.backward()
    opt_g.step()
