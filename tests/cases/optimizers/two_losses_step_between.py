import torch
from torch import nn

actor, critic = nn.Linear(3, 2), nn.Linear(2, 1)
opt_actor = torch.optim.Adam(actor.parameters())
opt_critic = torch.optim.Adam(critic.parameters())
action = actor(torch.randn(4, 3)).tanh()
value = critic(action)
loss_critic, loss_actor = (value - 1.0).pow(2).mean(), -value.mean()
opt_critic.zero_grad()
loss_critic.backward(retain_graph=True)
opt_critic.step()  # expect: DET105
opt_actor.zero_grad()
loss_actor.backward()
opt_actor.step()
