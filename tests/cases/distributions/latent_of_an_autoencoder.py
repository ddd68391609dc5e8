import torch
from torch import nn
from torch.distributions import Normal, kl_divergence

encoder, decoder = nn.Linear(4, 4), nn.Linear(2, 4)
optimizer = torch.optim.SGD([*encoder.parameters(), *decoder.parameters()], lr=0.1)
x = torch.randn(8, 4)
for _ in range(2):
    mean, spread = encoder(x).chunk(2, dim=1)
    posterior = Normal(mean, spread.exp())
    z = posterior.rsample()
    prior = Normal(torch.zeros_like(mean), torch.ones_like(mean))
    loss = (decoder(z) - x).pow(2).mean() + kl_divergence(posterior, prior).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
